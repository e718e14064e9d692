import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memberName, pickMembers, splitRows } from '../../../src/core/json-rows.ts';

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

describe('members of an object', () => {
  const pick = (text: string, ...names: readonly string[]) =>
    pickMembers(bytes(`x${text}`), 1, names.map(memberName));

  test('are what a parse finds, the last of a name, wherever they stand', () => {
    const name = fc.constantFrom('a', 'b', 'severity', 'ä');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.jsonValue())), fc.boolean(), (members, spaced) => {
        const gap = spaced ? ' \n' : '';
        const inside = members.map(
          ([name, value]) => `${JSON.stringify(name)}${gap}:${gap}${JSON.stringify(value)}`,
        );
        const text = `{${gap}${inside.join(`${gap},${gap}`)}${gap}}, "severity": 9`;
        const parsed = Object.fromEntries(JSON.parse(JSON.stringify(members)));
        const picked = pick(text, 'severity', 'ä')?.map((each) => each && JSON.parse(each));
        expect(picked).toEqual(['severity', 'ä'].map((each) => parsed[each] ?? null));
      }),
    );
  });

  test('are not told where a name is written in another way', () => {
    expect(pick('{"a":1,"\\u0062":2}', 'a', 'b')).toBeNull();
  });

  test.each(['', '[1]', '{"a"}', '{"a":1', '{"a":1 "b":2}', '{a:1}'])('none are in %j', (text) => {
    expect(() => pick(text, 'a')).toThrow(SyntaxError);
  });
});

test('rows are views of the body, and the same at each look', () => {
  const body = bytes('{"data":[{"id":1},{"id":2}]}');
  const page = splitRows(body, 'data');
  expect(page.rows).toBe(page.rows);
  expect(page.rows.map(({ buffer }) => buffer)).toEqual([body.buffer, body.buffer]);
});
