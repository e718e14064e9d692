import { expect, test } from 'vitest';
import { createLatest } from '../../../src/core/latest-call.ts';
import { createManualClock } from '../../support/manual-clock.ts';

function open() {
  const clock = createManualClock();
  const latest = createLatest(clock);
  const told: unknown[] = [];
  const asked: { readonly signal: AbortSignal; readonly answer: (value: string) => void }[] = [];
  const ask = (delayMs?: number) =>
    latest.ask(
      (signal) => new Promise<string>((resolve) => asked.push({ signal, answer: resolve })),
      (outcome) => told.push(outcome),
      delayMs,
    );
  return { clock, latest, told, asked, ask };
}

test('the next call cancels the last, whose answer is dropped', async () => {
  const { clock, told, asked, ask } = open();
  ask();
  ask();
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  for (const [at, { answer }] of asked.entries()) answer(`answer ${at}`);
  await clock.advance(0);
  expect(told).toEqual([{ kind: 'answer', value: 'answer 1' }]);
});

test('a burst of choices asks once, after the last of them', async () => {
  const { clock, asked, ask } = open();
  for (let choice = 0; choice < 3; choice += 1) {
    ask(100);
    await clock.advance(50);
  }
  expect(asked).toHaveLength(0);
  await clock.advance(50);
  expect(asked).toHaveLength(1);
});

test('a failure is told, and nothing once it was cancelled', async () => {
  const { clock, latest, told } = open();
  const error = new Error('no');
  const fail = () =>
    latest.ask(
      () => Promise.reject(error),
      (outcome) => told.push(outcome),
    );
  fail();
  await clock.advance(0);
  fail();
  latest.cancel();
  await clock.advance(0);
  expect(told).toEqual([{ kind: 'failure', error }]);
});

test('it has stopped when nothing is under way any more', async () => {
  const { latest, told, asked, ask } = open();
  ask();
  const stopped = latest.stop();
  expect(asked[0]?.signal.aborted).toBe(true);
  asked[0]?.answer('late');
  await stopped;
  expect(told).toEqual([]);
});
