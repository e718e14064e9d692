import { expect, test } from 'vitest';
import { usageError } from '../../../../src/core/errors.ts';
import { type LinePrompt, openLine } from '../../../../src/tui/kit/line-prompt.ts';
import { lineTarget } from '../../../../src/tui/kit/line-target.ts';
import { fieldText } from '../../../../src/tui/kit/text-field.ts';

function openTarget(take: () => void = () => {}) {
  const puts: (LinePrompt<'time'> | null)[] = [];
  const prompt = openLine('time', '1h', ['15m', '1h', '24h']);
  return { puts, target: lineTarget(prompt, { put: (next) => puts.push(next), take }) };
}

test('what is typed and keys that edit show in the line', () => {
  const { puts, target } = openTarget();
  target.type('2');
  target.key('backspace');
  target.key('down');
  expect(puts.map((prompt) => prompt && fieldText(prompt.field))).toEqual(['2', '1', '24h']);
});

test('enter takes the line, then closes it; esc closes it alone', () => {
  let taken = 0;
  const { puts, target } = openTarget(() => {
    expect(puts).toEqual([]);
    taken += 1;
  });
  target.key('enter');
  expect([taken, puts]).toEqual([1, [null]]);
  target.key('esc');
  expect([taken, puts]).toEqual([1, [null, null]]);
});

test.each([
  ['Name a time.', 'no time. Name a time.'],
  [undefined, 'no time'],
])('a text that can not be taken stays, with the reason (hint %s)', (hint, error) => {
  const { puts, target } = openTarget(() => {
    throw usageError('no time', hint);
  });
  target.key('enter');
  expect(puts).toMatchObject([{ kind: 'time', error }]);
});

test('a fault is nobody’s typing', () => {
  const { puts, target } = openTarget(() => {
    throw new TypeError('bug');
  });
  expect(() => target.key('enter')).toThrow(TypeError);
  expect(puts).toEqual([]);
});
