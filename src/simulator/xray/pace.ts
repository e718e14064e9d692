import { mixed } from './mixing.ts';

/** When the events of a sequence happen: the time of each, and the first from a time on. */
export interface Pace {
  /** Epoch milliseconds, whole seconds; never before those of the event before it. */
  timeOf(index: number): number;
  /** The first event that happens at this time or later. */
  firstFrom(ms: number): number;
}

/** When the first event of all happened. */
const epochMs = Date.UTC(2023, 7, 1);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const hours = 24;
const hourSeconds = 3600;

/** How busy each hour of a day is, UTC; builds run at night, too. */
const busyness = [
  ...[5, 7, 9, 6, 4, 4, 6, 10, 16, 20, 22, 21, 17, 20, 22, 21, 19, 16, 12, 9, 7, 6, 5, 4],
];
const busynessOfDay = busyness.reduce((sum, hour) => sum + hour, 0);

/** Events come in bursts: a build fetches many packages at once. */
export const burstLength = 16;
/** The share of a burst's time in which its events happen. */
const burstShare = 0.25;

/**
 * Spreads events over time so that any 30 days hold as many as told: exactly where that is a whole
 * number of bursts, else up to two bursts more or less. Both ways take the same short time,
 * however many events there are.
 *
 * @param key what the times depend on beside the events' indexes
 */
export function createPace(eventsIn30Days: number, key: number): Pace {
  if (eventsIn30Days === 0) return { timeOf: () => epochMs, firstFrom: () => 0 };
  const perDay = eventsIn30Days / 30;
  const perHour = busyness.map((share) => (perDay * share) / busynessOfDay);
  const before = perHour.map((_, hour) => sumOf(perHour.slice(0, hour)));
  const burstsIn30Days = Math.ceil(eventsIn30Days / burstLength);

  /** How many events' worth of time has passed when the event happens. */
  const positionOf = (index: number) => {
    const burst = Math.floor(index / burstLength);
    const start = (mixed(key, burst % burstsIn30Days) / 2 ** 32) * (1 - burstShare) * burstLength;
    return burst * burstLength + start + (index % burstLength) * burstShare;
  };
  const timeOf = (index: number) => {
    const position = positionOf(index);
    const day = Math.floor(position / perDay);
    const rest = Math.max(0, position - day * perDay);
    let hour = hours - 1;
    while (hour > 0 && (before[hour] ?? 0) > rest) hour -= 1;
    const part = Math.min(1, (rest - (before[hour] ?? 0)) / (perHour[hour] ?? 1));
    return epochMs + day * dayMs + Math.floor((hour + part) * hourSeconds) * 1000;
  };
  const firstFrom = (ms: number) => {
    if (ms <= epochMs) return 0;
    const passed = Math.ceil((ms - epochMs) / 1000) * 1000;
    const day = Math.floor(passed / dayMs);
    const hour = Math.floor((passed % dayMs) / hourMs);
    const part = (passed % hourMs) / hourMs;
    const position = day * perDay + (before[hour] ?? 0) + part * (perHour[hour] ?? 0);
    const burst = Math.floor(position / burstLength);
    // The time tells the burst; one more on either side makes up for rounding.
    let low = Math.max(0, (burst - 1) * burstLength);
    let high = (burst + 2) * burstLength;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (timeOf(middle) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { timeOf, firstFrom };
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);
