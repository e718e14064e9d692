import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { shellKeymap } from '../../src/tui/shell-keymap.ts';

test("README's key table is that of the program", () => {
  const script = fileURLToPath(new URL('../../scripts/key-table.mjs', import.meta.url));
  const text = execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(text).toContain('fresh');
});

test("README's example of a remapped key names a binding", () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const id = /"keys": \{ "([^"]+)"/.exec(readme)?.[1];
  expect(shellKeymap.map((binding) => binding.id)).toContain(id);
});
