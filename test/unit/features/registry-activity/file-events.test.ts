import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readActivityFile } from '../../../../src/features/registry-activity/file-events.ts';
import { type ActivityRecord, recordOf } from '../../../../src/features/registry-activity/model.ts';
import type { Unreadable } from '../../../../src/features/registry-activity/source.ts';
import { framings } from '../../../fixtures/activity-tracking/framings.ts';
import { logRow, plain, samples } from '../../../fixtures/activity-tracking/samples.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scandeck-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Buffer) {
  const path = join(folder, 'events.log');
  writeFileSync(path, content);
  return collect(readActivityFile(path));
}

async function collect(batches: ReturnType<typeof readActivityFile>) {
  const ids: string[] = [];
  const unreadable: Unreadable[] = [];
  let last = {
    unreadableCount: 0,
    otherServices: 0,
    bytesRead: 0,
    bytesTotal: null as number | null,
  };
  for await (const { items, unreadable: named, ...counts } of batches) {
    ids.push(...items.map((event) => recordOf(event).id));
    unreadable.push(...named);
    last = counts;
  }
  return { ids, unreadable, ...last };
}

async function records(content: string) {
  const path = join(folder, 'records.log');
  writeFileSync(path, content);
  const found: ActivityRecord[] = [];
  for await (const { items } of readActivityFile(path)) found.push(...items.map(recordOf));
  return found;
}

const event = (id: string) => ({ ...plain, id });

test('reads every wrapper, a line each', async () => {
  const lines = samples.map(({ value }) => JSON.stringify(value));
  const { ids, unreadableCount } = await read(lines.join('\n'));
  expect(ids).toHaveLength(10);
  expect(unreadableCount).toBe(0);
});

const inText = JSON.stringify(event('a'));

test.each([
  ['a message', { message: inText, timestamp: 'now' }],
  ['a log line', { stream: 'stdout', log: `${inText}\n` }],
  ['a Kafka record', { topic: 't', offset: 3, value: inText }],
  ['an object', { id: 'x', event: event('a') }],
  ['hits', { took: 1, hits: { total: 1, hits: [{ _index: 'i', _source: event('a') }] } }],
  ['lines', { count: 1, lines: [{ _line: inText }] }],
  ['records', { total: 1, records: [event('a')] }],
  ['a page', { total: 1, data: { items: [{ payload: inText }] } }],
])('reads an event in %s, too', async (_name, value) => {
  expect(await read(JSON.stringify(value))).toMatchObject({ ids: ['a'], unreadableCount: 0 });
});

test('takes the region and the account of old events from around them', async () => {
  const { logSourceCRN, saveServiceCopy, ...payload } = { ...plain, id: 'old' };
  const [old] = await records(JSON.stringify({ logSourceCRN, saveServiceCopy, meta: {}, payload }));
  const [known] = await records(JSON.stringify({ ...plain, id: 'old' }));
  expect(known?.region).toBe('us-south');
  expect(old).toEqual(known);
});

test('does not look for events in what people wrote', async () => {
  const { unreadable } = await read(JSON.stringify({ message: 'pushed', value: 3, log: null }));
  expect(unreadable).toEqual([{ line: 1, why: 'is no activity event' }]);
});

test.each([
  ['little', Buffer.from([0xff, 0xfe])],
  ['big', Buffer.from([0xfe, 0xff])],
])('reads UTF-16 with the %s end first, as PowerShell writes it', async (_name, mark) => {
  const text = Buffer.from(`${JSON.stringify({ ...event('é𝄞'), message: '日本' })}\r\n`, 'utf16le');
  const body = mark[0] === 0xff ? text : text.swap16();
  expect(await read(Buffer.concat([mark, body]))).toMatchObject({
    ...{ ids: ['é𝄞'], unreadableCount: 0, bytesRead: body.length + 2 },
  });
  expect(await read(gzipSync(Buffer.concat([mark, body])))).toMatchObject({ ids: ['é𝄞'] });
});

test('reads again what scandeck itself printed', async () => {
  const targets = [plain.target, { name: 'shop', typeURI: 'container-registry/namespace' }, null];
  const written = [
    ...samples.map(({ value }) => value),
    ...targets.map((target) => ({ ...plain, target })),
  ];
  const first = await records(written.map((value) => JSON.stringify(value)).join('\n'));
  expect(first[0]).toMatchObject({ region: 'us-south', initiator: { credential: 'apikey' } });
  const late = first.map((record) => ({ ...record, late: true }));
  expect(await records(late.map((record) => JSON.stringify(record)).join('\n'))).toEqual(late);
  expect(await records(JSON.stringify({ rows: first, total: 13 }))).toEqual(first);
});

test('reads gzip, in several members too', async () => {
  const members = ['a', 'b'].map((id) => gzipSync(`${JSON.stringify(event(id))}\n`));
  expect((await read(Buffer.concat(members))).ids).toEqual(['a', 'b']);
});

test('tells of gzip that is cut short, behind what it holds', async () => {
  const lines = Array.from({ length: 3000 }, (_, index) => JSON.stringify(event(`e${index}`)));
  const bytes = gzipSync(lines.join('\n'));
  const { ids, unreadable } = await read(bytes.subarray(0, bytes.length - 10));
  expect(ids.length).toBeGreaterThan(0);
  expect(unreadable.map(({ why }) => why)).toContain('the compressed data is cut short');
});

const behind = 'what follows the compressed data is not compressed and was not read';
const zipped = gzipSync(`${JSON.stringify(event('a'))}\n${JSON.stringify(event('b'))}\n`);
const named = Buffer.from(zipped);
named[3] = 8;

test.each([
  ['plain text', Buffer.concat([zipped, Buffer.from(JSON.stringify(event('c')))]), behind],
  ['junk', Buffer.concat([zipped, zipped, Buffer.from('\u0001\u0002')]), behind],
  ['half a header', Buffer.concat([zipped, zipped.subarray(0, 5)]), 'is cut short'],
  ['a wrong checksum', zipped.with(-5, 0xff ^ (zipped.at(-5) ?? 0)), 'is damaged'],
  ['a cut trailer', zipped.subarray(0, -3), 'is cut short'],
  ['padding', Buffer.concat([zipped, Buffer.alloc(600)]), null],
  [
    'a name and more members',
    Buffer.concat([
      Buffer.concat([named.subarray(0, 10), Buffer.from('a.json\0'), named.subarray(10)]),
      zipped,
    ]),
    null,
  ],
])('tells the rows of good gzip, whatever follows: %s', async (_name, bytes, why) => {
  const { ids, unreadable } = await read(Buffer.from(bytes));
  expect([...new Set(ids)]).toEqual(['a', 'b']);
  expect(unreadable.map((place) => place.why)).toEqual(
    why === null ? [] : [expect.stringContaining(why)],
  );
});

test('reads gzip in many pieces, and what stands before a damaged one', async () => {
  const lines = Array.from({ length: 4_000 }, (_, index) => JSON.stringify(event(`e${index}`)));
  const bytes = gzipSync(lines.join('\n'), { level: 0 });
  const whole = await read(bytes);
  expect(whole.ids).toEqual(lines.map((_, index) => `e${index}`));
  expect(whole.unreadableCount).toBe(0);
  // The head of a stored block, which tells its length twice.
  const damaged = await read(bytes.fill(0xff, 10 + 65_540, 10 + 65_550));
  expect(damaged.ids.length).toBeGreaterThan(20);
  expect(damaged.unreadable.map(({ why }) => why)).toContain('the compressed data is damaged');
});

test('reads a captured answer', async () => {
  const { ids, unreadable } = await read(framings.batches);
  expect(ids).toHaveLength(3);
  expect(unreadable).toEqual([]);
  expect((await read(framings.warnings)).unreadable).toEqual([]);
});

test('reads what a tool printed of an answer', async () => {
  const rows = ['a', 'b'].map((id) => logRow(event(id), id, 1_772_366_400_000_000));
  for (const value of [rows, { results: rows }, { result: { results: rows } }, { logs: rows }]) {
    expect((await read(JSON.stringify(value, null, 2))).ids).toEqual(['a', 'b']);
  }
});

test('counts and names what it can’t read, and goes on', async () => {
  const text = [
    JSON.stringify(event('a')),
    'not json \u001b[31m',
    '{"action":"container-registry.image.push","tar',
    JSON.stringify({ hello: 'world' }),
    JSON.stringify({ ...event('x'), action: 'is.vpc.vpc.create' }),
    '{"action":}',
    JSON.stringify({ error: { message: 'rate limit' } }),
    JSON.stringify(event('b')),
  ].join('\n');
  const found = await read(text);
  expect(found.ids).toEqual(['a', 'b']);
  expect(found).toMatchObject({ unreadableCount: 5, otherServices: 1 });
  expect(found.bytesRead).toBe(found.bytesTotal);
  expect(found.unreadable.map(({ line, why }) => `${line} ${why}`)).toEqual([
    '2 is no JSON',
    '3 is cut short',
    '4 is no activity event',
    expect.stringMatching(/^6 is no JSON \(Unexpected token/),
    '7 tells that the query failed: rate limit',
  ]);
});

test('reads standard input', async () => {
  const stdin = (async function* () {
    yield `${JSON.stringify(event('a'))}\n`;
    yield Buffer.from(JSON.stringify(event('b')));
  })();
  expect(await collect(readActivityFile('-', { stdin }))).toMatchObject({
    ...{ ids: ['a', 'b'], bytesTotal: null },
  });
});

test('an empty file has nothing', async () => {
  expect(await read('')).toMatchObject({ ids: [], unreadableCount: 0, bytesRead: 0 });
});

test.each(['no-such-file', '.'])('%s can’t be read', async (name) => {
  const path = name === '.' ? folder : join(folder, name);
  await expect(collect(readActivityFile(path))).rejects.toMatchObject({ code: 'usage' });
});
