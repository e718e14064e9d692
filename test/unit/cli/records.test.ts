import { describe, expect, test } from 'vitest';
import type { Format } from '../../../src/cli/format.ts';
import type { Column } from '../../../src/core/table.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { capture, captureRecords } from './output-capture.ts';

interface Row {
  readonly name: string | null;
  readonly count: number | bigint;
  readonly ok: boolean;
}

const columns: readonly Column<Row>[] = [
  { name: 'name', header: 'Name', value: ({ name }) => name },
  { name: 'count', header: 'Count', align: 'right', value: ({ count }) => Number(count) },
  { name: 'ok', header: 'OK', value: ({ ok }) => ok },
];

const rows: readonly Row[] = [
  { name: 'library/alpine', count: 7, ok: true },
  { name: null, count: -12, ok: false },
];

async function printed(format: Format, given: readonly Row[], isTerminal = false) {
  const caught = capture({ isTerminal });
  const records = captureRecords(caught, columns, { format });
  await records.add(given);
  await records.end();
  return caught.out.join('');
}

describe('the bytes of', () => {
  test('ndjson: one record a line', async () => {
    expect(await printed('ndjson', rows)).toBe(
      '{"name":"library/alpine","count":7,"ok":true}\n{"name":null,"count":-12,"ok":false}\n',
    );
  });

  test('json: one object', async () => {
    expect(await printed('json', rows)).toBe(
      '{"rows":[{"name":"library/alpine","count":7,"ok":true},{"name":null,"count":-12,"ok":false}],' +
        '"total":2,"truncated":false,"asOf":"2026-11-21T12:03:41Z","warnings":[]}\n',
    );
  });

  test('json on a terminal: the same, indented', async () => {
    const plain = await printed('json', rows);
    const indented = await printed('json', rows, true);
    expect(indented.split('\n')[1]).toBe('  "rows": [');
    expect(JSON.parse(indented)).toEqual(JSON.parse(plain));
  });

  test('csv: RFC 4180 with a header', async () => {
    expect(await printed('csv', rows)).toBe(
      'name,count,ok\r\nlibrary/alpine,7,true\r\n,-12,false\r\n',
    );
  });

  test('table: aligned, without spaces at the end', async () => {
    expect(await printed('table', rows)).toBe(
      'Name            Count  OK\nlibrary/alpine      7  true\n                  -12  false\n',
    );
  });

  test.each<[Format, string]>([
    ['ndjson', ''],
    [
      'json',
      '{"rows":[],"total":0,"truncated":false,"asOf":"2026-11-21T12:03:41Z","warnings":[]}\n',
    ],
    ['csv', 'name,count,ok\r\n'],
    ['table', 'Name  Count  OK\n'],
  ])('no rows as %s', async (format, expected) => {
    expect(await printed(format, [])).toBe(expected);
  });

  test.each<Format>(['ndjson', 'json'])(
    'an integer past 2^53 as %s keeps its digits',
    async (format) => {
      const text = await printed(format, [{ name: 'x', count: 9_007_199_254_740_993n, ok: true }]);
      expect(text).toContain('"count":9007199254740993,');
    },
  );
});

describe('csv', () => {
  const cells = async (name: string) =>
    (await printed('csv', [{ name, count: 1, ok: true }])).split('\r\n')[1];

  test.each([
    ['=cmd|calc', "'=cmd|calc,1,true"],
    ['+1', "'+1,1,true"],
    ['-1', "'-1,1,true"],
    ['@SUM(A1)', "'@SUM(A1),1,true"],
    ['a=b', 'a=b,1,true'],
    ['say "hi", you', '"say ""hi"", you",1,true'],
    ['two\r\nlines', 'two\\r\\nlines,1,true'],
    ['\x1b]52;c;x\x07', '\\u001b]52;c;x\\u0007,1,true'],
    ['a\u202eb', 'a\\u202eb,1,true'],
  ])('writes %j as %s', async (name, expected) => {
    expect(await cells(name)).toBe(expected);
  });

  test('prints its header once, at once', async () => {
    const caught = capture();
    const records = captureRecords(caught, columns, { format: 'csv' });
    await records.add(rows.slice(0, 1));
    expect(caught.out).toEqual(['name,count,ok\r\nlibrary/alpine,7,true\r\n']);
    await records.add(rows.slice(1));
    await records.end();
    expect(caught.out.slice(1)).toEqual([',-12,false\r\n']);
  });
});

// Controls of 7 and 8 bits, OSC 52, a bidi override and isolates, hidden and parting characters.
const hostile =
  '\x1b[2J\x1b]52;c;eA==\x07\x9b2J\x9d\x7f\u202e\u2066\u200b\u2028\u{e0041}\r\n\ud800x';
const steers = /[[\p{Cc}--\n]\p{Bidi_Control}\u200b\u2028\u2029\u{e0000}-\u{e007f}]/v;

describe('hostile text', () => {
  test.each<Format>(['ndjson', 'json', 'csv', 'table'])(
    'never reaches stdout raw as %s',
    async (format) => {
      const text = await printed(format, [{ name: hostile, count: 1, ok: true }]);
      const lines = text.replaceAll('\r\n', '\n');
      expect(hostile).toMatch(steers);
      expect(lines).not.toMatch(steers);
      expect(lines.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
    },
  );

  test.each<Format>(['ndjson', 'json'])('is the same value as %s', async (format) => {
    const parsed = JSON.parse(await printed(format, [{ name: hostile, count: 1, ok: true }]));
    expect((parsed.rows?.[0] ?? parsed).name).toBe(hostile);
  });
});

describe('records', () => {
  test('are printed as they come by ndjson alone', async () => {
    const caught = capture();
    const records = captureRecords(caught, columns, { format: 'ndjson' });
    await records.add(rows.slice(0, 1));
    expect(caught.out).toHaveLength(1);
    await records.add([]);
    expect(caught.out).toHaveLength(1);
  });

  test('wait a moment in a table, and are printed though the command goes on', async () => {
    const clock = createManualClock();
    const caught = capture({ clock });
    const records = captureRecords(caught, columns, { format: 'table' });
    await records.add(rows.slice(0, 1));
    await clock.advance(150);
    await records.add(rows.slice(1));
    expect(caught.out).toEqual([]);
    await clock.advance(50);
    expect(caught.out).toEqual([
      'Name            Count  OK\nlibrary/alpine      7  true\n                  -12  false\n',
    ]);
    await records.add(rows.slice(0, 1));
    await records.end();
    expect(caught.out.slice(1)).toEqual(['library/alpine      7  true\n']);
    expect(clock.pending()).toBe(0);
  });

  test('of a long table are printed in parts, and wait for no end', async () => {
    const caught = capture();
    const records = captureRecords(caught, columns, { format: 'table' });
    const many = Array.from({ length: 6_200 }, (_, count) => ({ name: 'a', count, ok: true }));
    for (let at = 0; at < many.length; at += 31) await records.add(many.slice(at, at + 31));
    const lines = () => caught.out.map((text) => text.split('\n').length - 1);
    expect(lines()).toEqual([5_001, 500, 500]);
    await records.end();
    expect(lines()).toEqual([5_001, 500, 500, 200]);
    expect(caught.out.join('').split('\n')[6_200]).toBe('a      6199  true');
  });

  test('of a table that could not be written are an error of the next ones', async () => {
    const clock = createManualClock();
    const write = async () => {
      throw new Error('disk full');
    };
    const records = captureRecords(capture({ clock, write }), columns, { format: 'table' });
    await records.add(rows);
    await clock.advance(200);
    await expect(records.add(rows)).rejects.toThrow('disk full');
    await expect(records.end()).rejects.toThrow('disk full');
  });

  test.each<[Format, object, boolean, string[]]>([
    ['ndjson', { total: 8412, truncated: true }, true, ['2 of 8,412 rows; --limit 0 for all']],
    ['table', { total: 8412, truncated: true }, false, ['2 of 8,412 rows']],
    ['csv', { total: 8412, truncated: true, limited: false }, true, ['2 of 8,412 rows']],
    ['ndjson', { total: 2, truncated: true }, true, ['2 rows; some may be missing']],
    ['csv', { truncated: true, limited: false }, true, ['2 rows; some may be missing']],
    ['csv', { truncated: true }, false, ['2 rows, and there are more']],
    ['json', { warnings: ['late'] }, false, ['warning: late']],
    ['ndjson', {}, false, []],
  ])('%s ended with %j say so', async (format, summary, hasLimit, expected) => {
    const caught = capture();
    const records = captureRecords(caught, columns, { format, hasLimit });
    await records.add(rows);
    await records.end(summary);
    expect(caught.err).toEqual(expected);
  });

  test('tell of missing rows even when quiet, and of nothing else', async () => {
    const caught = capture();
    const records = captureRecords(caught, columns, { format: 'ndjson', quiet: true });
    await records.add(rows);
    await records.end({ truncated: true, warnings: ['late'] });
    expect(caught.err).toEqual(['2 rows, and there are more']);
  });

  test('are counted as one where it is one', async () => {
    const caught = capture();
    const records = captureRecords(caught, columns, { format: 'csv' });
    await records.add(rows.slice(0, 1));
    await records.end({ truncated: true });
    expect(caught.err).toEqual(['1 row, and there are more']);
  });

  test('carry total, truncation, time and warnings as json', async () => {
    const caught = capture();
    const records = captureRecords(caught, columns, { format: 'json' });
    await records.add(rows.slice(0, 1));
    await records.end({ total: 9, truncated: true, asOf: 0, warnings: ['late'] });
    const { rows: _rows, ...rest } = JSON.parse(caught.out.join(''));
    expect(rest).toEqual({
      total: 9,
      truncated: true,
      asOf: '1970-01-01T00:00:00Z',
      warnings: ['late'],
    });
  });

  test('that were left open are ended as truncated, once, and only with rows', async () => {
    const caught = capture();
    const open = captureRecords(caught, columns, { format: 'json' });
    await open.abandon('too early', false);
    expect(caught.out).toEqual([]);
    await open.add(rows);
    await open.abandon('stopped', false);
    await open.abandon('stopped again', false);
    expect(caught.out).toHaveLength(1);
    expect(JSON.parse(caught.out.join(''))).toMatchObject({
      total: null,
      truncated: true,
      warnings: ['stopped'],
    });
  });
});
