import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nanosInId } from '../../../../src/api/workload-protection/exact-time.ts';
import {
  decodePage,
  readPage,
  type WirePage,
} from '../../../../src/api/workload-protection/schema.ts';
import { flatTexts } from '../../../../src/api/workload-protection/wire.ts';
import { parseJson } from '../../../../src/core/json.ts';

const id = '17dec715376910362c8c3f62a4ceda2e';
const other = '17dec715376910372c8c3f62a4ceda2e';
const page = (...rows: readonly string[]) =>
  Buffer.from(`{"page":{"total":${rows.length},"prev":"p"},"data":[${rows.join(', ')}]}`);

/** Rows are parsed when they are looked at. */
const plain = (read: WirePage | null) =>
  read && { ...read, rows: read.rows.map(({ id, atNs, wire }) => ({ id, atNs, wire })) };

describe('a page of events', () => {
  test('keeps numbers that a double cannot hold, wherever they are', () => {
    const row = `{"id":"${id}","content":{"timestampNs":1654009775452000001},"agentId":-9007199254740993}`;
    expect(readPage(page(row), 'id')?.rows[0]?.wire).toEqual({
      ...{ id, content: { timestampNs: 1_654_009_775_452_000_001n } },
      agentId: -9_007_199_254_740_993n,
    });
  });

  test('does not even parse the rows that are known', () => {
    const broken = page(`{"id":"${id}","x":oops}`, `{"id":"${other}"}`);
    const read = readPage(broken, 'id', (place) => place.id === id);
    expect(read?.known).toEqual([{ id, atNs: 1_720_031_001_639_981_110n }]);
    expect(read?.rows.map((row) => row.id)).toEqual([other]);
  });

  test('an event whose rest is no JSON is still an event, and says so', () => {
    const [row] = readPage(page(`{"id":"${id}","x":oops}`), 'id')?.rows ?? [];
    expect(row).toMatchObject({ id, atNs: 1_720_031_001_639_981_110n });
    expect(row?.wire).toEqual({ id, description: 'the rest of this row is no JSON' });
  });

  test('a row keeps its own bytes alone, not those of its page', () => {
    const body = page(`{"id":"${id}","name":"a"}`);
    const [row] = readPage(body, 'id')?.rows ?? [];
    body.fill(0);
    expect(row?.wire).toEqual({ id, name: 'a' });
  });

  test('knows a row by an id that stands elsewhere, or that carries no time', () => {
    const rows = [
      `{"labels":{"id":"x"},"id":"${id}"}`,
      '{"id":"9m4e2mr0ui3e8a215n4g","timestamp":"2024-07-03T18:23:21.6Z"}',
    ];
    const read = readPage(page(...rows), 'id', () => true);
    expect(read).toMatchObject({ rows: [], known: [{ id }, { id: '9m4e2mr0ui3e8a215n4g' }] });
  });

  test.each([
    ['rows', page(`{"id":"${id}","labels":{"a":"}\\"]"}}`, '{"id":7}', `{"id":"${other}"}`)],
    ['no rows', Buffer.from('{"page":{"total":0,"prev":null},"data":null}')],
    ['rows alone', Buffer.from(`{"data":[{"id":"${id}"}],"more":{"data":[1]}}`)],
    ['something else', Buffer.from('{"message":"no"}')],
    ['a list', Buffer.from('[]')],
  ])('with %s is read as it is when parsed as a whole', (_name, body) => {
    expect(plain(readPage(body, 'id'))).toEqual(decodePage(parseJson(body.toString()), 'id'));
  });
});

test("an id's first half is its time, digit by digit", () => {
  const halves = fc.bigInt(1_262_304_000_000_000_000n, 4_102_444_799_999_999_999n);
  fc.assert(
    fc.property(halves, fc.bigInt(0n, 2n ** 64n - 1n), (ns, rest) => {
      const text = [ns, rest].map((half) => half.toString(16).padStart(16, '0')).join('');
      expect(nanosInId(text)).toBe(ns);
    }),
  );
  const none = [id.toUpperCase(), `${id}0`, id.slice(1), id.replace('2e', '2g'), '0'.repeat(32)];
  expect(none.map(nanosInId)).toEqual(none.map(() => null));
});

test('flat texts are taken as they are, and written out where one is none', () => {
  const texts = { a: 'x', 'b[1]': '<NA>' };
  expect(flatTexts(texts)).toBe(texts);
  const mixed = parseJson('{"a":"x","n":1654009775452000001,"t":true,"l":[1],"__proto__":"y"}');
  expect(Object.entries(flatTexts(mixed))).toEqual([
    ['a', 'x'],
    ['n', '1654009775452000001'],
    ['t', 'true'],
    ['__proto__', 'y'],
  ]);
});
