import type { Clock } from '../core/clock.ts';

/**
 * The simulated time, in epoch milliseconds: it starts with the clock and runs `speed` times as
 * fast. All data is a function of it. Where a vendor tells a time it is turned back, so that a
 * client with the same clock never sees the future.
 */
export interface StoryTime {
  now(): number;
  /** When it started; the two times are equal there. */
  readonly startedAt: number;
  /** The clock's time at which this simulated time was or will be. */
  clockTime(storyMs: number): number;
}

/** Starts the simulated time. */
export function createStoryTime(clock: Clock, speed: number): StoryTime {
  const origin = clock.now();
  return {
    startedAt: origin,
    now: () => Math.floor(origin + (clock.now() - origin) * speed),
    clockTime: (storyMs) => Math.floor(origin + (storyMs - origin) / speed),
  };
}
