import { expect, test } from 'vitest';
import { createActivity } from '../../../src/core/activity.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('rests at once when nothing is under way', async () => {
  await expect(createActivity().idle()).resolves.toBeUndefined();
});

test('waits for all work, and for the work that work begins', async () => {
  const activity = createActivity();
  const ends = [activity.begin(), activity.begin()];
  const log: string[] = [];
  const idle = activity.idle().then(() => log.push('idle'));
  ends[0]?.();
  ends[0]?.();
  await turn();
  await turn();
  await turn();
  expect(log).toEqual([]);
  const last = activity.begin();
  ends[1]?.();
  await turn();
  log.push('last');
  last();
  await idle;
  expect(log).toEqual(['last', 'idle']);
});
