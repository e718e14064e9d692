import type { Clock } from '../../src/core/clock.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves time on, running what falls due in order and letting its promises and I/O go on. */
  advance(ms: number): Promise<void>;
  /** How many timers are waiting. */
  pending(): number;
}

interface Timer {
  readonly dueAt: number;
  readonly task: () => void;
}

/** Creates a manual clock, by default at 2026-11-21T12:00:00Z. */
export function createManualClock(startMs = Date.UTC(2026, 10, 21, 12)): ManualClock {
  let now = startMs;
  const timers = new Set<Timer>();
  const nextDue = (until: number) =>
    [...timers].sort((a, b) => a.dueAt - b.dueAt).find(({ dueAt }) => dueAt <= until);
  return {
    now: () => now,
    after: (delayMs, task) => {
      const timer = { dueAt: now + Math.max(0, delayMs), task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: async (ms) => {
      const until = now + ms;
      await turns();
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        timers.delete(timer);
        now = Math.max(now, timer.dueAt);
        timer.task();
        await turns();
      }
      now = until;
    },
    pending: () => timers.size,
  };
}

/** Two turns of the event loop: promises settle, and what they started gets its first I/O. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
