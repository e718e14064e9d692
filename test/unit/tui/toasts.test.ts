import { describe, expect, test } from 'vitest';
import { createToasts } from '../../../src/tui/toasts.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const texts = (toasts: ReturnType<typeof createToasts>) => toasts.get().map(({ text }) => text);

describe('toasts', () => {
  test('go away after four seconds, each by itself', async () => {
    const clock = createManualClock();
    const toasts = createToasts(clock);
    toasts.show('first');
    await clock.advance(3_000);
    toasts.show('second');
    await clock.advance(999);
    expect(texts(toasts)).toEqual(['first', 'second']);
    await clock.advance(1);
    expect(texts(toasts)).toEqual(['second']);
    await clock.advance(3_000);
    expect(texts(toasts)).toEqual([]);
  });

  test('are one safe line', () => {
    const toasts = createToasts(createManualClock());
    toasts.show('a\n\u001b[31mb');
    expect(texts(toasts)).toEqual(['a␊␛[31mb']);
  });

  test('leave no timer behind', () => {
    const clock = createManualClock();
    const toasts = createToasts(clock);
    for (let count = 0; count < 50; count += 1) toasts.show(`toast ${count}`);
    expect(clock.pending()).toBe(20);
    toasts.clear();
    expect(clock.pending()).toBe(0);
    expect(toasts.get()).toEqual([]);
  });
});
