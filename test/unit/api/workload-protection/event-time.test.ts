import { expect, test } from 'vitest';
import { readPage } from '../../../../src/api/workload-protection/page-bytes.ts';
import { decodePage } from '../../../../src/api/workload-protection/schema.ts';
import { parseJson } from '../../../../src/core/json.ts';

/** Its first half is 2024-07-03T18:23:21.639981110Z. */
const id = '17dec715376910362c8c3f62a4ceda2e';
const inId = 1_720_031_001_639_981_110n;
/** Of the same form, but made by chance: as a time it would be in 2029. */
const random = '1a33f0946dabcdefabcdefad5c3e7f22';

const rowOf = (name: string, timestamp: string) =>
  `{"id":"${name}","cursor":"c","timestamp":${timestamp},"content":{"timestamp":"2001-01-01T00:00:00Z"}}`;

test.each([
  [id, '"2024-07-03T18:23:21.63998111Z"', inId],
  [id, '"2024-07-03T18:23:21Z"', inId],
  [id, '"2024-07-03T20:23:21.6+02:00"', inId],
  [id, '1720031001639981000', inId],
  [id, '"1720031001639981000"', inId],
  [id, 'null', inId],
  [id, '"a while ago"', inId],
  [id, '"2024-07-03T18:23:31.5Z"', 1_720_031_011_500_000_000n],
  [random, '"2025-04-16T03:01:01.1951498Z"', 1_744_772_461_195_149_800n],
  [random, '1744772461195149800', 1_744_772_461_195_149_800n],
])('the event %s of %s happened at %s', (name, timestamp, atNs) => {
  const text = `{"page":{"total":1},"data":[${rowOf(name, timestamp)}]}`;
  const whole = decodePage(parseJson(text), 'id');
  const read = readPage(Buffer.from(text), 'id');
  expect(whole?.rows.map((row) => row.atNs)).toEqual([atNs]);
  expect(read?.rows.map((row) => row.atNs)).toEqual([atNs]);
  expect(read?.rows[0]?.wire).toEqual(whole?.rows[0]?.wire);
});

test('an event is still one where its timestamp differs and its rest is no JSON', () => {
  const row = `{"id":"${id}","timestamp":"2001-01-01T00:00:00Z","x":oops}`;
  const read = readPage(Buffer.from(`{"data":[${row}]}`), 'id');
  expect(read?.rows.map(({ id: name, atNs }) => [name, atNs])).toEqual([[id, inId]]);
});
