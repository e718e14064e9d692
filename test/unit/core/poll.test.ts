import { describe, expect, test } from 'vitest';
import { createNudge, type PollEvent, type PollOptions, poll } from '../../../src/core/poll.ts';
import { createManualClock } from '../../support/manual-clock.ts';

type Step = () => Promise<number>;
const answer = (value: number) => () => Promise.resolve(value);
const failure = (properties: object) => () =>
  Promise.reject(Object.assign(new Error('down'), properties));

/** A poll of scripted steps (the last one again and again), every 1000 ms, random always a half. */
function start(steps: readonly [Step, ...Step[]], extra: Partial<PollOptions<number>> = {}) {
  const clock = createManualClock(0);
  const controller = new AbortController();
  const nudge = createNudge();
  const asked: number[] = [];
  const events: PollEvent<number>[] = [];
  const { signal } = controller;
  const ask = () => {
    asked.push(clock.now());
    return (steps[asked.length - 1] ?? steps.at(-1) ?? steps[0])();
  };
  const defaults = { clock, signal, intervalMs: 1000, ask, random: () => 0.5, nudge };
  const done = (async () => {
    for await (const event of poll({ ...defaults, ...extra })) events.push(event);
  })();
  return { clock, controller, nudge, asked, events, done };
}

test('asks at once and then at its interval', async () => {
  const { clock, asked, events } = start([answer(1), answer(2), answer(3)]);
  await clock.advance(2000);
  expect(asked).toEqual([0, 1000, 2000]);
  expect(events).toEqual([
    { kind: 'answer', value: 1, at: 0 },
    { kind: 'answer', value: 2, at: 1000 },
    { kind: 'answer', value: 3, at: 2000 },
  ]);
});

test('never asks twice at once', async () => {
  const slow = Promise.withResolvers<number>();
  const { clock, asked, nudge } = start([() => slow.promise, answer(2)]);
  await clock.advance(10_000);
  nudge.now();
  await clock.advance(10_000);
  expect(asked).toEqual([0]);
  slow.resolve(1);
  await clock.advance(0);
  expect(asked).toEqual([0, 20_000]);
});

describe('failures', () => {
  test('space the questions out, with jitter above the interval', async () => {
    const { clock, asked, events } = start([failure({}), failure({}), failure({}), answer(1)]);
    await clock.advance(10_000);
    expect(asked.slice(0, 5)).toEqual([0, 1500, 4000, 8500, 9500]);
    expect(events.slice(0, 4)).toMatchObject([
      { kind: 'failure', failures: 1, since: 0, at: 0, nextAt: 1500 },
      { kind: 'failure', failures: 2, since: 0, at: 1500, nextAt: 4000 },
      { kind: 'failure', failures: 3, since: 0, at: 4000, nextAt: 8500 },
      { kind: 'answer', at: 8500 },
    ]);
  });

  test('are counted anew after an answer', async () => {
    const { clock, events } = start([failure({}), answer(1), failure({}), answer(2)]);
    await clock.advance(5000);
    expect(events[2]).toMatchObject({ kind: 'failure', failures: 1, since: 2500, nextAt: 4000 });
  });

  test.each([
    [0, 1000],
    [0.999999, 60_000],
  ])('never wait longer than the limit: random %d', async (random, wait) => {
    const { clock, asked } = start([failure({})], { random: () => random });
    await clock.advance(3_600_000);
    const [last = 0, before = 0] = asked.toReversed();
    expect(Math.round(last - before)).toBe(wait);
  });

  test.each([
    ['in full', 600_000, 600_000],
    ['but not sooner than the interval', 10, 1000],
  ])('obey retryAfterMs %s', async (_name, retryAfterMs, nextAt) => {
    const { clock, asked, events } = start([failure({ retryAfterMs }), answer(1)]);
    await clock.advance(nextAt - 1);
    expect(asked).toEqual([0]);
    await clock.advance(1);
    expect(asked).toEqual([0, nextAt]);
    expect(events[0]).toMatchObject({ kind: 'failure', nextAt });
  });

  test.each([null, undefined, 'text', { retryAfterMs: '60' }])('may be %j', async (error) => {
    const { clock, events } = start([() => Promise.reject(error), answer(1)]);
    await clock.advance(1500);
    expect(events).toMatchObject([
      { kind: 'failure', error },
      { kind: 'answer', at: 1500 },
    ]);
  });
});

describe('a nudge', () => {
  test('ends the wait', async () => {
    const { clock, asked, nudge } = start([failure({ retryAfterMs: 600_000 }), answer(1)]);
    await clock.advance(200);
    nudge.now();
    await clock.advance(1000);
    expect(asked).toEqual([0, 200, 1200]);
  });

  test('while asking asks once more afterwards, however often it comes', async () => {
    const slow = Promise.withResolvers<number>();
    const { clock, asked, nudge } = start([() => slow.promise, answer(2)]);
    await clock.advance(100);
    nudge.now();
    nudge.now();
    slow.resolve(1);
    await clock.advance(999);
    expect(asked).toEqual([0, 100]);
  });
});

describe('an abort', () => {
  test('ends the wait quietly and leaves no timer', async () => {
    const { clock, controller, asked, done } = start([answer(1)]);
    await clock.advance(0);
    controller.abort();
    await done;
    expect(clock.pending()).toBe(0);
    expect(asked).toEqual([0]);
  });

  test('ends the question quietly, whatever comes of it', async () => {
    const slow = Promise.withResolvers<number>();
    const { clock, controller, events, done } = start([() => slow.promise]);
    await clock.advance(0);
    controller.abort();
    slow.reject(new DOMException('aborted', 'AbortError'));
    await done;
    expect(events).toEqual([]);
  });

  test('before the start asks nothing', async () => {
    const { asked, done } = start([answer(1)], { signal: AbortSignal.abort() });
    await done;
    expect(asked).toEqual([]);
  });
});
