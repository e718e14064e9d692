import { expect, test } from 'vitest';
import {
  type LinePrompt,
  lineHeight,
  lineKey,
  linesBelow,
  openLine,
  typeIntoLine,
} from '../../../../src/tui/kit/line-prompt.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';
import { fieldText } from '../../../../src/tui/kit/text-field.ts';

const open = () => openLine('time', '1h', ['15m', '1h', '24h']);
const text = (prompt: LinePrompt<string>) => fieldText(prompt.field);

test('steps through presets from the one in force, around the ends', () => {
  const next = lineKey(open(), 'down');
  expect(text(next)).toBe('24h');
  expect(text(lineKey(next, 'down'))).toBe('15m');
  expect(text(lineKey(open(), 'up'))).toBe('15m');
  expect(text(lineKey(openLine('time', 'typed', ['15m', '1h']), 'up'))).toBe('1h');
});

test('what is typed takes the place of what was offered, and takes the error away', () => {
  expect(text(typeIntoLine(typeIntoLine(open(), '-'), '2M'))).toBe('-2M');
  const wrong = { ...lineKey(open(), 'down'), error: 'no' };
  const typed = typeIntoLine(wrong, '7');
  expect([text(typed), typed.preset, typed.error]).toEqual(['7', null, null]);
  expect(lineKey(typed, 'f1')).toBe(typed);
});

test('what was offered can be edited, and then typed into', () => {
  const shorter = lineKey(lineKey(open(), 'down'), 'backspace');
  expect(text(shorter)).toBe('24');
  expect(text(typeIntoLine(shorter, 'm'))).toBe('24m');
  expect(text(typeIntoLine(lineKey(open(), 'end'), '5m'))).toBe('1h5m');
});

test('a text without presets is typed on', () => {
  expect(text(typeIntoLine(openLine('query', 'a'), 'b'))).toBe('ab');
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
