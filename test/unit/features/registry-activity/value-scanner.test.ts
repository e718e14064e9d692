import { expect, test } from 'vitest';
import { createValueScanner } from '../../../../src/features/registry-activity/value-scanner.ts';

function scan(...chunks: readonly Buffer[]) {
  const values: unknown[] = [];
  const unreadable: string[] = [];
  const scanner = createValueScanner({
    value: (bytes, line) => values.push([line, JSON.parse(bytes.toString())]),
    unreadable: (line, why) => unreadable.push(`${line} ${why}`),
  });
  for (const chunk of chunks) scanner.push(chunk);
  scanner.end();
  return { values, unreadable };
}

const a = { action: 'a', text: 'ä "quoted" \\ {[', list: [{ b: 1 }] };
const b = { action: 'b' };
const [one, two] = [JSON.stringify(a), JSON.stringify(b)];
const pretty = (value: unknown) => JSON.stringify(value, null, 2);

const inputs: Readonly<Record<string, readonly [text: string, lines: readonly [number, number]]>> =
  {
    'a line each': [`${one}\n${two}\n`, [1, 2]],
    'no last line end': [`${one}\r\n\r\n${two}`, [1, 3]],
    'one behind the other': [`${one}${two}`, [1, 1]],
    'pretty-printed': [`${pretty(a)}\n${pretty(b)}\n`, [1, 10]],
    'a list': [`[${one},${two}]`, [1, 1]],
    'a pretty-printed list': [pretty([a, b]), [2, 11]],
    'a list with a line each': [`[\n${one},\n${two}\n]\n`, [2, 3]],
    'an event stream': [`: success\ndata: ${one}\n\n:\n\nevent: x\ndata:${two}`, [2, 7]],
    'text sequences': [`\x1e${one}\n\x1e${two}\n`, [1, 2]],
    'an envelope': [`{"result":{"results":[${one},${two}]},"took":{"ms":[3]}}\n`, [1, 1]],
    'a pretty-printed envelope': [pretty({ results: [a, b] }), [3, 12]],
    'an event stream of envelopes': [
      `data: {"result":{"results":[${one}]}}\n\ndata: {"result":{"results":[${two}]}}`,
      [1, 3],
    ],
    'data lines that belong together': [
      `data: ${one.slice(0, 12)}\ndata: ${one.slice(12)}\n\ndata: ${two}`,
      [1, 4],
    ],
    'a byte order mark': [`\ufeff${one}\n${two}`, [1, 2]],
  };

test.each(Object.entries(inputs))(
  '%s: cut at every byte gives the same',
  (_name, [text, lines]) => {
    const bytes = Buffer.from(text);
    const expected = {
      values: [
        [lines[0], a],
        [lines[1], b],
      ],
      unreadable: [],
    };
    expect(scan(bytes)).toEqual(expected);
    for (let at = 1; at < bytes.length; at += 1) {
      expect(scan(bytes.subarray(0, at), bytes.subarray(at))).toEqual(expected);
    }
    expect(scan(...[...bytes].map((byte) => Buffer.of(byte)))).toEqual(expected);
  },
);

test.each([
  ['a torn line', `${one.slice(0, 30)}\n${two}\n`, ['1 is cut short']],
  ['a line torn in a text', `{"action":"x\n${two}\n`, ['1 is cut short']],
  ['a torn line behind a comma', `{"action":"x",\n${two}\n`, ['1 is cut short']],
  ['a torn line and a blank one', `{"action":\n\n${two}\n`, ['1 is cut short']],
  ['words', `oops\n${two}\n`, ['1 is no JSON']],
  ['words behind a torn line', `{"action":\noops\n${two}\n`, ['1 is cut short', '2 is no JSON']],
  ['words behind a value', `${two} oops\n`, ['1 is no JSON']],
  ['a torn end', `${two}\n{"action":`, ['2 is cut short']],
  ['a torn message', `data: {"a":\n\ndata: ${two}\n`, ['1 is cut short']],
  ['a torn envelope', `data: {"result":{"results":[{"a":1\n\ndata: ${two}\n`, ['1 is cut short']],
  ['null', `null\n${two}\n`, ['1 is no activity event']],
  ['a number in the last line', `${two}\n-12.5e3`, ['2 is no activity event']],
  ['items of a list', `[null, 7 ,${two},true]\n`, Array(3).fill('1 is no activity event')],
  ['data of a stream', `data: 12\n\ndata: ${two}\n`, ['1 is no activity event']],
  ['words that begin like JSON', `nothing true\n${two}\n`, ['1 is no JSON']],
  ['a date', `2026-03-01 ${two}\n${two}\n`, ['1 is no JSON']],
  ['digits without an end', `${'1'.repeat(90)}\n${two}\n`, ['1 is no JSON']],
  ['a brace too many', `${two}}\n`, ['1 is no JSON']],
])('%s costs itself alone', (_name, text, unreadable) => {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 1) {
    const found = scan(bytes.subarray(0, at), bytes.subarray(at));
    expect(found.values.map((value) => (value as unknown[])[1])).toEqual([b]);
    expect(found.unreadable).toEqual(unreadable);
  }
});
