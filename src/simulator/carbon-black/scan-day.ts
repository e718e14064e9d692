import { hash32 } from '../random.ts';
import { feedSeconds, type LogWorld, planDay, secondsOfDay, sourceNames } from './day-plan.ts';
import { createDraws, type Draws } from './draws.ts';
import { feedsPerDay, severityCount } from './severity-drift.ts';

/** How a scan came out. */
export const statusNames = ['SCANNED', 'SCAN_FAILED', 'NOT_SCANNED', 'PENDING_SCAN'] as const;

/** Whether malware was found. */
export const malwareWords = { untold: 0, no: 1, yes: 2 } as const;

/** The scan logs of one day in the order of their times, a column each: 14 bytes a row. */
export interface ScanDay {
  /** Days since the Unix epoch, UTC. */
  readonly day: number;
  readonly length: number;
  /** Of the day. */
  readonly seconds: Uint32Array;
  readonly subjects: Uint16Array;
  /** Places in `sourceNames`. */
  readonly sources: Uint8Array;
  /** Places in `statusNames`. */
  readonly statuses: Uint8Array;
  /** Values of `malwareWords`. */
  readonly malware: Uint8Array;
  /** The severities that are there, a bit each, the worst the lowest. */
  readonly severities: Uint8Array;
  /** `severityCount` of them a row, worst first. */
  readonly amounts: Uint8Array;
}

/** Only an image whose manifest could be read has a digest. */
export const hasDigest = (status: number) => status <= 1;

const subjectLimit = 2 ** 13;
const sourceLimit = 2 ** 3;

/** Makes a day's scan logs: a function of the seed and the day. */
export function makeScanDay(world: LogWorld, day: number): ScanDay {
  const keys = planned(world, day);
  const columns = emptyDay(day, keys.length);
  const draws = createDraws(hash32(world.seed, 'outcomes', day));
  const feeds = feedSeconds(world.seed, day);
  keys.forEach((key, row) => {
    const second = Math.floor(key / (subjectLimit * sourceLimit));
    columns.seconds[row] = second;
    columns.sources[row] = Math.floor(key / subjectLimit) % sourceLimit;
    columns.subjects[row] = key % subjectLimit;
    const released = feeds.filter((feedSecond) => feedSecond <= second).length;
    fillOutcome(world, columns, row, { draws, feed: day * feedsPerDay + released });
  });
  return columns;
}

/** Scans by time, source and subject; one image is scanned once a second for the same reason. */
function planned(world: LogWorld, day: number): Float64Array {
  const keys: number[] = [];
  planDay(world, day, createDraws(hash32(world.seed, 'scans', day)), (second, source, subject) => {
    const place = (second % secondsOfDay) * sourceLimit + sourceNames.indexOf(source);
    keys.push(place * subjectLimit + subject);
  });
  const sorted = Float64Array.from(keys).sort();
  const imageOf = (key: number) => world.subjects.all[key % subjectLimit]?.image;
  return sorted.filter((key, index) => {
    const before = sorted[index - 1] ?? -1;
    const together = Math.floor(before / subjectLimit) === Math.floor(key / subjectLimit);
    return !together || imageOf(before) !== imageOf(key);
  });
}

function emptyDay(day: number, length: number): ScanDay {
  return {
    day,
    length,
    seconds: new Uint32Array(length),
    subjects: new Uint16Array(length),
    sources: new Uint8Array(length),
    statuses: new Uint8Array(length),
    malware: new Uint8Array(length),
    severities: new Uint8Array(length),
    amounts: new Uint8Array(length * severityCount),
  };
}

interface Chance {
  readonly draws: Draws;
  readonly feed: number;
}

const failingRepository = 'legacy/billing';
/** The command line tool does not always look for malware. */
const untoldShare = 0.3;

function fillOutcome(world: LogWorld, day: ScanDay, row: number, { draws, feed }: Chance): void {
  const subject = world.subjects.all[day.subjects[row] ?? 0];
  const image = subject?.image ?? 0;
  const drawn = draws.below(1000);
  const isBuild = day.sources[row] === sourceNames.indexOf('CLI');
  const asked = !isBuild || !draws.chance(untoldShare);
  const status =
    world.catalogue.images[image]?.repo === failingRepository
      ? 1
      : statusOf(drawn, subject?.fullTag === null);
  day.statuses[row] = status;
  if (status !== 0) return;
  const amounts = day.amounts.subarray(row * severityCount, (row + 1) * severityCount);
  day.severities[row] = world.drift.write(image, feed, amounts);
  const found = world.drift.hasMalware(image, feed) ? malwareWords.yes : malwareWords.no;
  day.malware[row] = asked ? found : malwareWords.untold;
}

/** A log has a tag or a digest at least, so what has no tag was looked at. */
function statusOf(drawn: number, untagged: boolean): number {
  if (drawn < 16) return 1;
  if (untagged || drawn >= 35) return 0;
  return drawn < 31 ? 2 : 3;
}
