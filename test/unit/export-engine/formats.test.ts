import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvHeader, csvLines, fieldColumn } from '../../../src/export-engine/csv-cells.ts';
import { createEncoder } from '../../../src/export-engine/encode-rows.ts';
import { createMask, createPseudonyms } from '../../../src/export-engine/mask.ts';
import { oneLine } from '../../../src/export-engine/one-line.ts';
import { streamExport } from '../../../src/export-engine/stream.ts';
import { undecodableLines } from '../../../src/export-engine/undecodable.ts';
import { restingClock } from '../../support/export-bench.ts';
import { fakeSession } from '../../support/fake-session.ts';
import { createSyntheticKind, ndjsonOf, syntheticRequest } from '../../support/synthetic-export.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

describe('one line', () => {
  test('keeps numbers and strings as they were printed', () => {
    const pretty =
      '{\n  "id": 12345678901234567890,\r\n\t"n": 1.50e+3, "s": "a b\\n \\" { ü",\n "l": [ ]\n}';
    const expected = '{"id":12345678901234567890,"n":1.50e+3,"s":"a b\\n \\" { ü","l":[]}';
    expect(text(oneLine(Buffer.from(pretty)))).toBe(expected);
  });

  test('is the same value for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const line = text(oneLine(Buffer.from(JSON.stringify(value, null, 2))));
        expect(line).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe('masked users', () => {
  const kind = { userPaths: ['user.name', 'policies.owner', 'mail'] };
  const mask = createMask(kind, 'salt');

  test('are replaced where they stand, and nothing else', () => {
    const row =
      '{ "user":{"name":"ann","id":12345678901234567890}, "policies":[{"owner":"bob"},{"owner":null}],' +
      '"name":"ann", "mail":"ann@x.test", "list":["ann"], "user.name":"" }';
    const masked: unknown = JSON.parse(text(mask(Buffer.from(row))));
    expect(masked).toMatchObject({
      user: { name: expect.stringMatching(/^user-[0-9a-f]{16}$/) },
      policies: [{ owner: expect.stringMatching(/^user-/) }, { owner: null }],
      name: 'ann',
      mail: expect.stringMatching(/^user-[0-9a-f]{16}@masked\.invalid$/),
      list: ['ann'],
    });
    expect(text(mask(Buffer.from(row)))).toContain('"id":12345678901234567890}');
  });

  test('have the same pseudonym with the same salt alone', () => {
    const [one, same, other] = ['a', 'a', 'b'].map(createPseudonyms);
    expect(one?.('ann')).toBe(same?.('ann'));
    expect(one?.('ann')).not.toBe(other?.('ann'));
    expect(one?.('')).toBe('');
  });

  test.each(['{"user":{"name":"ann"}', '[}', '{"a":1}}'])('no row that is no JSON: %s', (row) => {
    expect(() => mask(Buffer.from(row))).toThrow(SyntaxError);
  });

  test('never show in rows that can not be read', () => {
    const lines = undecodableLines([Buffer.from('{"user":"ann"')], { window: 'w', masked: true });
    expect(text(lines)).not.toContain('ann');
    expect(JSON.parse(text(lines))).toMatchObject({ window: 'w', bytes: 13 });
  });
});

describe('csv', () => {
  const table = {
    columns: [
      fieldColumn('a', 'a', ''),
      fieldColumn('b', 'list.name', ''),
      fieldColumn('c', 'c', ''),
    ],
  };
  const safe = { rawCells: false };

  test.each([
    [{ a: '=1+1', list: [{ name: 'x' }, { name: 'y' }], c: null }, "'=1+1,x; y,"],
    [{ a: ' @x', c: { d: [1] } }, '\' @x,,"{""d"":[1]}"'],
    [{ a: '\uff1d1', c: 'two\nlines' }, "'\uff1d1,,two\\nlines"],
    [{ a: -5, c: 12345678901234567890n }, '-5,,12345678901234567890'],
    [{ a: true, c: 'a "b", c' }, 'true,,"a ""b"", c"'],
  ])('prints %o', (row, expected) => {
    expect(csvLines(table, [row], safe)).toBe(`${expected}\r\n`);
  });

  test('keeps raw cells when asked to', () => {
    expect(csvLines(table, [{ a: '=1', c: 'x\ny' }], { rawCells: true })).toBe('=1,,"x\ny"\r\n');
  });

  test("has the vendor's several lines of a row", () => {
    const lines = (row: { readonly parts?: unknown }) =>
      Array.isArray(row.parts) ? row.parts.map((part) => ({ ...row, a: part })) : [row];
    expect(csvHeader(table)).toBe('a,b,c\r\n');
    expect(csvLines({ ...table, lines }, [{ parts: [1, 2], c: 3 }], safe)).toBe('1,,3\r\n2,,3\r\n');
  });
});

test('rows of one body in any order are looked at one by one for line breaks', () => {
  const body = Buffer.from('{"a":\n1}{"b":2}');
  const rows = [
    { id: '2', bytes: body.subarray(8) },
    { id: '1', bytes: body.subarray(0, 8) },
  ];
  const encoder = createEncoder(createSyntheticKind({ rows: [] }), syntheticRequest(), 'salt');
  const { bytes } = encoder.encode({ rows, checkpoint: null, undecodable: [] });
  expect(text(bytes)).toBe('{"b":2}\n{"a":1}\n');
});

describe('an export to a stream', () => {
  const rows = [['{"id":1}', '{"id":2}'], [], ['{"id":3}']];

  test.each([
    ['ndjson', false, ndjsonOf(rows)],
    ['json', true, '[\n{"id":1},\n{"id":2},\n{"id":3}\n]\n'],
    ['csv', false, 'id,user,policies\r\n1,,\r\n2,,\r\n3,,\r\n'],
  ] as const)('is in order and whole as %s', async (format, gzip, expected) => {
    const written: Buffer[] = [];
    const end = await streamExport({
      ...{ kind: createSyntheticKind({ rows }), clock: restingClock, narrate: () => {} },
      request: syntheticRequest({ format, gzip, out: '-' }),
      session: fakeSession(),
      signal: new AbortController().signal,
      write: async (bytes) => void written.push(Buffer.from(bytes)),
    });
    const all = Buffer.concat(written);
    expect(text(gzip ? gunzipSync(all) : all)).toBe(expected);
    expect(end).toMatchObject({ rows: 3, undecodable: 0 });
  });
});

test('lines are the same whether rows lie one comma apart in a page or anywhere', () => {
  const kind = createSyntheticKind({ rows: [] });
  const encoder = createEncoder(kind, syntheticRequest(), 'salt');
  const body = Buffer.from('[{"id":1},{"id":22}, {"id":3},{"id":4}]');
  const run = [body.subarray(1, 9), body.subarray(10, 19)];
  const apart = [...run, body.subarray(21, 29), body.subarray(30, 38)];
  for (const rows of [run, run.slice(1), apart, []]) {
    const page = { rows: rows.map((bytes) => ({ id: '1', bytes })), checkpoint: 0 };
    const lines = encoder.encode({ ...page, undecodable: [] }).bytes;
    expect(text(lines)).toBe(rows.map((row) => `${text(row)}\n`).join(''));
  }
  expect(text(body)).toBe('[{"id":1},{"id":22}, {"id":3},{"id":4}]');
});

test('a page that is given back is written where it lies, with the same lines', () => {
  const encoder = createEncoder(createSyntheticKind({ rows: [] }), syntheticRequest(), 'salt');
  const pages: readonly (readonly [string, readonly (readonly [number, number])[]])[] = [
    [
      '[{"id":1},{"id":22},{"id":3}]',
      [
        [1, 9],
        [10, 19],
        [20, 28],
      ],
    ],
    ['[{"id":1},{"id":22},{"id":3}]', [[10, 19]]],
    [
      '[{"id":1}, {"id":22}]',
      [
        [1, 9],
        [11, 20],
      ],
    ],
    [
      '[{"id":\n1},{"id":22}]',
      [
        [1, 10],
        [11, 20],
      ],
    ],
  ];
  for (const [json, spans] of pages) {
    const body = Buffer.from(json);
    const rows = spans.map(([from, to]) => ({ id: '1', bytes: body.subarray(from, to) }));
    const expected = spans.map(([from, to]) => `${json.slice(from, to).replace('\n', '')}\n`);
    const page = { rows, checkpoint: 0, undecodable: [], release: () => {} };
    expect(text(encoder.encode(page).bytes)).toBe(expected.join(''));
  }
});
