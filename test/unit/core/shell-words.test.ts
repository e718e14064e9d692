import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readShellWords, shellCommand } from '../../../src/core/shell-words.ts';

test.each([
  [['scandeck', '--profile', 'prod'], 'scandeck --profile prod'],
  [['a b', ''], "'a b' ''"],
  [["it's"], "'it'\\''s'"],
])('writes %j as %s', (words, line) => {
  expect(shellCommand(words)).toBe(line);
});

test('a shell reads back exactly the words', () => {
  const words = ['$HOME', '`id`', '; rm x', '"', "'", '\\', '*', 'a\tb', '!', '~', '#x', 'é'];
  const text = execFileSync('sh', ['-c', `printf '%s\\n' ${shellCommand(words)}`], {
    encoding: 'utf8',
  });
  expect(text.trimEnd().split('\n')).toEqual(words);
});

describe('words of a shell', () => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (words) => {
        expect(readShellWords(shellCommand(words))).toEqual(words);
      }),
    );
  });

  test.each([
    ['  a   b ', ['a', 'b']],
    ['--user "Ann Lee" --x=1', ['--user', 'Ann Lee', '--x=1']],
    [`a'b c'd"e\\"f"`, ['ab cde"f']],
    ['a\\ b', ['a b']],
    ["''", ['']],
    ['', []],
  ])('%j', (text, words) => {
    expect(readShellWords(text)).toEqual(words);
  });

  test.each([`'a`, `a "b`, `'`])('%j is not closed', (text) => {
    expect(() => readShellWords(text)).toThrow('is not closed');
  });
});
