import { expect, test } from 'vitest';
import {
  lineHeight,
  lineKey,
  linesBelow,
  openLine,
  typeIntoLine,
} from '../../../../src/tui/kit/line-prompt.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';
import { fieldText } from '../../../../src/tui/kit/text-field.ts';

const open = () => openLine('time', '1h', ['15m', '1h', '24h']);
const text = (prompt: ReturnType<typeof open>) => fieldText(prompt.field);

test('steps through presets from the one in force, around the ends', () => {
  const next = lineKey(open(), 'down');
  expect(text(next)).toBe('24h');
  expect(text(lineKey(next, 'down'))).toBe('15m');
  expect(text(lineKey(open(), 'up'))).toBe('15m');
  expect(text(lineKey(openLine('time', 'typed', ['15m', '1h']), 'up'))).toBe('1h');
});

test('typing leaves the presets, and takes the error away', () => {
  const wrong = { ...lineKey(open(), 'down'), error: 'no' };
  const typed = typeIntoLine(wrong, '7');
  expect([text(typed), typed.preset, typed.error]).toEqual(['24h7', null, null]);
  expect(text(lineKey(typed, 'backspace'))).toBe('24h');
  expect(lineKey(typed, 'f1')).toBe(typed);
});

test('says what to type, or what is wrong', () => {
  const prompt = openLine('file', '');
  expect(lineHeight(null)).toBe(0);
  expect(linesBelow(prompt, 'a path').map(plainText)).toEqual(['   a path']);
  expect(lineHeight(prompt)).toBe(2);
  const wrong = { ...lineKey(open(), 'down'), error: 'not so' };
  expect(linesBelow(wrong, '').map(plainText)).toEqual(['    15m   1h  [24h]', ' ! not so']);
  expect(lineHeight(wrong)).toBe(3);
});
