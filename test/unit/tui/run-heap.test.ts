import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const heap = new URL('../../../src/tui/run-heap.ts', import.meta.url).href;

/** Runs in a process of its own: flags hold for all of one. */
const program = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { keepYoungHeapSmall } from ${JSON.stringify(heap)};
  const young = () =>
    getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size;
  if (process.argv[1] === 'small') keepYoungHeapSmall();
  const before = young();
  let kept = [];
  for (let n = 0; n < 2_000_000; n += 1) {
    kept.push({ n, text: [n] });
    if (kept.length > 100_000) kept = [];
  }
  process.stdout.write(String(young() / before));
`;

const growth = (how: string) =>
  Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', program, how], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );

test('the space for young objects hardly grows any more', () => {
  expect(growth('free')).toBeGreaterThan(8);
  // The half that is copied to may not have been there before.
  expect(growth('small')).toBeLessThanOrEqual(2);
});
