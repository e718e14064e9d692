import { expect, test } from 'vitest';
import { sleep, systemClock } from '../../../src/core/clock.ts';
import { createManualClock } from '../../support/manual-clock.ts';

test('sleep ends when its time has come', async () => {
  const clock = createManualClock();
  const log: string[] = [];
  void sleep(clock, 100).then(() => log.push('awake'));
  await clock.advance(99);
  expect(log).toEqual([]);
  await clock.advance(1);
  expect(log).toEqual(['awake']);
});

test('sleep ends at an abort, without a timer left', async () => {
  const clock = createManualClock();
  const controller = new AbortController();
  const asleep = sleep(clock, 100, controller.signal);
  controller.abort();
  await asleep;
  await sleep(clock, 100, controller.signal);
  expect(clock.pending()).toBe(0);
});

test('the system clock takes waits that are too long for a timer', async () => {
  const log: string[] = [];
  const cancel = systemClock.after(2 ** 40, () => log.push('too early'));
  await new Promise<void>((resolve) => systemClock.after(5, resolve));
  cancel();
  expect(log).toEqual([]);
});

test('a manual clock runs timers in order, also those that timers set', async () => {
  const clock = createManualClock(0);
  const log: string[] = [];
  const note = (text: string) => () => log.push(`${text} at ${clock.now()}`);
  clock.after(30, note('late'));
  clock.after(10, () => {
    note('early')();
    clock.after(10, note('child'));
  });
  clock.after(20, note('cancelled'))();
  await clock.advance(25);
  expect(log).toEqual(['early at 10', 'child at 20']);
  expect(clock.now()).toBe(25);
  expect(clock.pending()).toBe(1);
});
