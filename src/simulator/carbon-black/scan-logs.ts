import type { VendorSetting } from '../vendor.ts';
import { type LogWorld, secondsOfDay } from './day-plan.ts';
import { makeScanDay, type ScanDay } from './scan-day.ts';
import { createSeverityDrift } from './severity-drift.ts';
import { createSubjects, type Subject } from './subjects.ts';

/** A stretch of time by the clock, epoch ms, both ends included. */
export interface TimeWindow {
  readonly from: number;
  readonly until: number;
}

/** Rows `from` up to, not including, `until` of a day. */
export interface DaySlice {
  readonly day: ScanDay;
  readonly from: number;
  readonly until: number;
}

/** The scan logs of an organisation: some 250,000, of the last thirty days and today. */
export interface ScanLogs {
  readonly subjects: readonly Subject[];
  /** The rows of a window, oldest first. */
  slices(window: TimeWindow): readonly DaySlice[];
  /** When the row was scanned, by the clock, epoch ms. */
  timeOf(day: ScanDay, row: number): number;
}

const dayMs = secondsOfDay * 1000;
const retainedDays = 30;

/**
 * Scan logs as a function of the seed and the time. A day is made when it is first asked for and
 * dropped when it is older than what is kept: some 4 MB in all. Times before the start are the
 * clock's own whatever the speed, so that there is always as much history.
 */
export function createScanLogs({ seed, catalogue, story }: VendorSetting): ScanLogs {
  let known: LogWorld | undefined;
  const world = () => {
    known ??= {
      seed,
      catalogue,
      subjects: createSubjects(seed, catalogue),
      drift: createSeverityDrift(seed, catalogue),
    };
    return known;
  };
  const made = new Map<number, ScanDay>();
  const clockTime = (storyMs: number) =>
    storyMs <= story.startedAt ? storyMs : story.clockTime(storyMs);
  const dayAt = (number: number) => {
    const day = made.get(number) ?? makeScanDay(world(), number);
    made.set(number, day);
    return day;
  };
  const timeOf = (day: ScanDay, row: number) =>
    clockTime(day.day * dayMs + (day.seconds[row] ?? 0) * 1000);
  return {
    get subjects() {
      return world().subjects.all;
    },
    timeOf,
    slices: ({ from, until }) => {
      const now = story.now();
      const today = Math.floor(now / dayMs);
      for (const number of made.keys()) if (number < today - retainedDays) made.delete(number);
      const latest = Math.min(until, clockTime(now));
      const found: DaySlice[] = [];
      for (let number = today - retainedDays; number <= today; number += 1) {
        if (clockTime((number + 1) * dayMs) < from || clockTime(number * dayMs) > latest) continue;
        const day = dayAt(number);
        const first = firstRow(day, (row) => timeOf(day, row) >= from);
        const end = firstRow(day, (row) => timeOf(day, row) > latest);
        if (first < end) found.push({ day, from: first, until: end });
      }
      return found;
    },
  };
}

/** The first row that is far enough; all rows behind it have to be, too. */
function firstRow({ length }: ScanDay, isFarEnough: (row: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isFarEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
