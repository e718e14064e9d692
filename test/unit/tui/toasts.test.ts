import { describe, expect, test } from 'vitest';
import { createToasts } from '../../../src/tui/toasts.ts';
import { createManualClock } from '../../support/manual-clock.ts';

function setUp() {
  const clock = createManualClock();
  const toasts = createToasts(clock);
  return { clock, toasts, shown: () => toasts.get()[0]?.text };
}

describe('toasts', () => {
  test('are shown one after the other, so that none is lost', async () => {
    const { clock, toasts, shown } = setUp();
    toasts.show('first');
    await clock.advance(3_000);
    toasts.show('second');
    expect(shown()).toBe('first');
    await clock.advance(1_000);
    expect(shown()).toBe('second');
    await clock.advance(3_999);
    expect(shown()).toBe('second');
    await clock.advance(1);
    expect(toasts.get()).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  test('that answer a key come at once and stay their full time; what was shown comes again', async () => {
    const { clock, toasts, shown } = setUp();
    toasts.show('ghcr.io finished');
    toasts.answering(() => toasts.show('Not now'));
    toasts.show('quay.io finished');
    expect(shown()).toBe('Not now');
    await clock.advance(3_999);
    expect(shown()).toBe('Not now');
    await clock.advance(1);
    expect(shown()).toBe('ghcr.io finished');
    await clock.advance(4_000);
    expect(shown()).toBe('quay.io finished');
  });

  test('that answer a later key take the place of an earlier answer', async () => {
    const { clock, toasts, shown } = setUp();
    toasts.show('first answer', 'plain', 'answer');
    await clock.advance(3_000);
    toasts.show('second answer', 'plain', 'answer');
    await clock.advance(3_999);
    expect(shown()).toBe('second answer');
    await clock.advance(1);
    expect(toasts.get()).toEqual([]);
  });

  test('of a key that throws are answers, and those after it are not', () => {
    const { toasts, shown } = setUp();
    toasts.show('notice');
    expect(() =>
      toasts.answering(() => {
        throw new Error('broken');
      }),
    ).toThrow('broken');
    toasts.show('later');
    expect(shown()).toBe('notice');
  });

  test('are one safe line', () => {
    const { toasts, shown } = setUp();
    toasts.show('a\n\u001b[31mb');
    expect(shown()).toBe('a␊␛[31mb');
  });

  test('that are too many are counted in the end, and share one timer', async () => {
    const { clock, toasts } = setUp();
    for (let count = 1; count <= 50; count += 1) toasts.show(`toast ${count}`);
    expect(clock.pending()).toBe(1);
    const texts: string[] = [];
    while (toasts.get().length > 0) {
      texts.push(toasts.get()[0]?.text ?? '');
      await clock.advance(4_000);
    }
    expect([texts[0], texts[1], texts.length]).toEqual(['toast 1', 'toast 42', 11]);
    expect(texts.at(-1)).toBe('40 more messages came in between');
  });

  test('leave no timer behind', () => {
    const { clock, toasts } = setUp();
    for (let count = 0; count < 50; count += 1) toasts.show(`toast ${count}`);
    toasts.clear();
    expect(clock.pending()).toBe(0);
    expect(toasts.get()).toEqual([]);
  });
});
