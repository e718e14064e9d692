import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../../bin/scandeck.js', import.meta.url));

test('--demo runs a headless command against the embedded simulator', () => {
  const args = [bin, '--demo', 'progress', '-o', 'json'];
  const { rows } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  expect(rows.length).toBeGreaterThan(0);
  expect(rows[0]).toMatchObject({ source: 'prisma', kind: 'regular' });
});
