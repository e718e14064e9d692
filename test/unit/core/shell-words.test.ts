import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellCommand } from '../../../src/core/shell-words.ts';

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
