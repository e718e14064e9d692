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

test('--demo-seed chooses the data, as the option of the demo does', () => {
  const day = (daysAgo: number) =>
    new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const times = ['--since', day(2), '--until', day(1), '--limit', '5', '-o', 'ndjson'];
  const logs = (...seed: readonly string[]) =>
    execFileSync(process.execPath, [bin, '--demo', ...seed, 'logs', '-q', ...times], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const seventh = logs('--demo-seed', '7');
  expect(seventh.trimEnd().split('\n')).toHaveLength(5);
  expect(logs('--demo-seed', '7')).toBe(seventh);
  expect(logs()).not.toBe(seventh);
});
