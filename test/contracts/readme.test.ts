import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test("README's key table is that of the program", () => {
  const script = fileURLToPath(new URL('../../scripts/key-table.mjs', import.meta.url));
  const text = execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(text).toContain('fresh');
});
