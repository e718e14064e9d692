import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nanosInId } from '../../../../src/api/workload-protection/exact-time.ts';
import {
  idOfWords,
  nanosOfWords,
  wordsOfId,
} from '../../../../src/api/workload-protection/id-words.ts';
import type { KnownRows } from '../../../../src/api/workload-protection/known-places.ts';
import { readPage } from '../../../../src/api/workload-protection/page-bytes.ts';
import { decodePage, type WirePage } from '../../../../src/api/workload-protection/schema.ts';
import { flatTexts } from '../../../../src/api/workload-protection/wire.ts';
import { parseJson } from '../../../../src/core/json.ts';

const id = '17dec715376910362c8c3f62a4ceda2e';
const other = '17dec715376910372c8c3f62a4ceda2e';
const page = (...rows: readonly string[]) =>
  Buffer.from(`{"page":{"total":${rows.length},"prev":"p"},"data":[${rows.join(', ')}]}`);

/** Rows are parsed when they are looked at. */
const plain = (read: WirePage | null) =>
  read && {
    ...{ total: read.total, prev: read.prev, next: read.next, unreadable: read.unreadable },
    rows: read.rows.map(({ id, atNs, wire }) => ({ id, atNs, wire })),
    known: [...read.known.ids()],
  };

const knowing = (isKnown: (id: string) => boolean): KnownRows => ({
  has: (place) => isKnown(place.id),
  hasWords: (words) => isKnown(idOfWords(words)),
});

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
    const read = readPage(broken, 'id', { known: knowing((one) => one === id) });
    const atNs = 1_720_031_001_639_981_110n;
    expect([...(read?.known.ids() ?? [])]).toEqual([id]);
    expect(read?.known).toMatchObject({ length: 1, newestNs: atNs, oldestNs: atNs });
    expect(read?.rows.map((row) => row.id)).toEqual([other]);
  });

  test('an event whose rest is no JSON is still an event, and says so', () => {
    const [row] = readPage(page(`{"id":"${id}","x":oops}`), 'id')?.rows ?? [];
    expect(row).toMatchObject({ id, atNs: 1_720_031_001_639_981_110n });
    expect(row?.wire).toEqual({ id, description: 'the rest of this row is no JSON' });
  });

  test.each([
    [`{"id":"${id}","severity":4,"content":{"severity":1},"source":"syscall"}`, 4],
    [`{"id":"${id}","source":"auditTrail","severity":0,"big":1654009775452000001}`, 0],
    [`{"id":"${id}","sever\\u0069ty":6}`, 6],
    [`{"id":"${id}"}`, undefined],
    [`{"id":"${id}","severity":oops}`, undefined],
  ])('tells how severe %s is as its whole does', (row, severity) => {
    const [read] = readPage(page(row), 'id')?.rows ?? [];
    expect(read?.severityPart?.severity).toBe(severity);
    expect(read?.severityPart?.source).toBe(read?.wire.source);
  });

  test('a few new rows among many known ones keep their own bytes alone, not the page', () => {
    const name = 'a'.repeat(2000);
    const ids = Array.from({ length: 50 }, (_, n) => `${id.slice(0, 30)}${String(n + 10)}`);
    const body = page(...ids.map((each) => `{"id":"${each}","name":"${name}"}`));
    const few = readPage(body, 'id', { known: knowing((one) => !/1[05]$/.test(one)) });
    const all = readPage(body, 'id');
    body.fill(0x20);
    expect(few?.known).toHaveLength(48);
    expect(few?.rows.map(({ wire }) => wire)).toEqual([
      { id: ids[0], name },
      { id: ids[5], name },
    ]);
    expect(all?.rows[0]?.wire).toMatchObject({ description: expect.stringContaining('no JSON') });
  });

  test('says where the known rows begin and end, whatever carries their times', () => {
    const rows = [
      `{"id":"${other}"}`,
      `{"id":"${id}"}`,
      '{"id":"x","timestamp":"2024-07-03T18:23:20.5Z"}',
    ];
    const known = readPage(page(...rows), 'id', { known: knowing(() => true) })?.known;
    expect([...(known?.ids() ?? [])]).toEqual([other, id, 'x']);
    expect([known?.newestNs, known?.oldestNs]).toEqual([
      1_720_031_001_639_981_111n,
      1_720_031_000_500_000_000n,
    ]);
  });

  test('an unreadable row stands between its neighbours, known or not', () => {
    const rows = [`{"id":"${other}"}`, '{"id":7}', `{"id":"${id}"}`];
    const read = readPage(page(...rows), 'id', { known: knowing((one) => one === other) });
    expect(read?.unreadable).toEqual([
      { newerNs: 1_720_031_001_639_981_111n, olderNs: 1_720_031_001_639_981_110n },
    ]);
    expect(read?.rows.map((row) => row.id)).toEqual([id]);
  });

  test('knows a row by an id that stands elsewhere, or that carries no time', () => {
    const rows = [
      `{"labels":{"id":"x"},"id":"${id}"}`,
      '{"id":"9m4e2mr0ui3e8a215n4g","timestamp":"2024-07-03T18:23:21.6Z"}',
    ];
    const read = readPage(page(...rows), 'id', { known: knowing(() => true) });
    expect(read?.rows).toEqual([]);
    expect([...(read?.known.ids() ?? [])]).toEqual([id, '9m4e2mr0ui3e8a215n4g']);
  });

  test.each([
    ['rows', page(`{"id":"${id}","labels":{"a":"}\\"]"}}`, '{"id":7}', `{"id":"${other}"}`)],
    ['no rows', Buffer.from('{"page":{"total":0,"prev":null},"data":null}')],
    ['rows alone', Buffer.from(`{"data":[{"id":"${id}"}],"more":{"data":[1]}}`)],
    ['something else', Buffer.from('{"message":"no"}')],
    ['a list', Buffer.from('[]')],
  ])('with %s is read as it is when parsed as a whole', (_name, body) => {
    expect(plain(readPage(body, 'id'))).toEqual(
      plain(decodePage(parseJson(body.toString()), 'id')),
    );
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

test('an id is its words, and nothing else has any', () => {
  const words = new Uint32Array(4);
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 128n - 1n), (value) => {
      const text = value.toString(16).padStart(32, '0');
      expect(wordsOfId(text, words)).toBe(true);
      expect(idOfWords(words)).toBe(text);
      expect(nanosOfWords(words)).toBe(value >> 64n);
    }),
  );
  const none = [id.toUpperCase(), `${id}0`, id.slice(1), id.replace('2e', 'é'), `ġ${id.slice(1)}`];
  expect(none.map((text) => wordsOfId(text, words))).toEqual(none.map(() => false));
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
