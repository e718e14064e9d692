import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitRows } from '../../../src/core/json-rows.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const split = (text: string, key: string | null) => {
  const { envelope, rows } = splitRows(bytes(text), key);
  return { envelope, rows: rows.map((row) => new TextDecoder().decode(row)) };
};

test.each([
  ['{"data":[{"id":1},{"id":2}],"meta":{"n":2}}', 'data', ['{"id":1}', '{"id":2}']],
  ['{"meta":{"data":[9]},"data":[1, "a,]" ,null,[2]]}', 'data', ['1', '"a,]"', 'null', '[2]']],
  ['[ {"t":1714521600123456789} ]', null, ['{"t":1714521600123456789}']],
  ['{"data":null}', 'data', []],
  ['{"other":[1]}', 'data', []],
  ['{"data":[]}', 'data', []],
  ['{"data":"[1]"}', 'data', []],
  ['{}', 'data', []],
  ['[]', null, []],
  ['{"a":"\\"data\\":[1]","data":["\\\\"]}', 'data', ['"\\\\"']],
])('takes %s apart', (text, key, rows) => {
  expect(split(text, key).rows).toEqual(rows);
});

test('what is beside the rows stays in the envelope', () => {
  expect(split(' {"data" : [1,2] , "meta":{"next_offset":2}}\n', 'data').envelope).toBe(
    ' {"data" : [] , "meta":{"next_offset":2}}\n',
  );
});

test.each(['', '{"data":[1,2', '{"data":["a', '{"data":[{"a":1}', '{"data":[1', '[1,2'])(
  'says that %j ends early',
  (text) => {
    expect(() => split(text, text.startsWith('[') ? null : 'data')).toThrow(/end of JSON/);
  },
);

test.each(['<html>', '{"data":[1]} x', '{"data":[1;2]}', '{"data" [1]}'])(
  'says where %j is no JSON',
  (text) => {
    expect(() => split(text, 'data')).toThrow(SyntaxError);
  },
);

test('rows are what JSON.parse finds, for any document, in any spacing', () => {
  const row = fc.jsonValue();
  fc.assert(
    fc.property(fc.array(row), fc.jsonValue(), fc.constantFrom(0, 1, '\t'), (rows, beside, gap) => {
      const text = JSON.stringify({ beside, data: rows, after: beside }, null, gap);
      const found = split(text, 'data');
      expect(found.rows.map((each) => JSON.parse(each))).toEqual(JSON.parse(JSON.stringify(rows)));
      expect(JSON.parse(found.envelope)).toEqual(
        JSON.parse(JSON.stringify({ beside, data: [], after: beside })),
      );
    }),
  );
});

test('every cut of a page is told from a whole one', () => {
  const text = '{"data":[{"a":"b\\"c"},{"n":-1.5e3}],"meta":{"x":[true,null]}}';
  for (let length = 0; length < text.length; length++) {
    expect(() => split(text.slice(0, length), 'data')).toThrow(/end of JSON/);
  }
});
