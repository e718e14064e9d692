import type { Catalogue } from '../catalogue.ts';
import { clusterNames } from '../catalogue-workloads.ts';
import { hash32 } from '../random.ts';
import type { Draws } from './draws.ts';
import { feedsPerDay, type SeverityDrift } from './severity-drift.ts';
import type { Subjects } from './subjects.ts';

/**
 * Why an image was scanned. The reference shows the first three; the console's guide tells in words
 * that there are more (Carbon Black Cloud, Scan Logs API and Viewing Container Images).
 */
export const sourceNames = [
  'CLI',
  'CLUSTER_SCAN',
  'FEED_UPDATE',
  'SENSOR_UPGRADE',
  'REPUTATION_UPDATE',
] as const;
export type SourceName = (typeof sourceNames)[number];

/** What the scans are made from. */
export interface LogWorld {
  readonly seed: number;
  readonly catalogue: Catalogue;
  readonly subjects: Subjects;
  readonly drift: SeverityDrift;
}

/** Takes down that a subject is scanned in this second of the day. */
export type AddScan = (second: number, source: SourceName, subject: number) => void;

export const secondsOfDay = 86_400;
const hour = 3600;
const roundsPerDay = 4;
const secondsPerScan = 8;
/** A cluster's sensors are upgraded once in so many days. */
const upgradeDays = 17;
const builds = { workday: 2060, weekend: 630 };
const feedShare = 0.78;
const reputations = 44;

/** The seconds of the day at which the vulnerability feed is released. */
export function feedSeconds(seed: number, day: number): readonly number[] {
  return Array.from(
    { length: feedsPerDay },
    (_, index) => (2 + 12 * index) * hour + (hash32(seed, 'feed', day, index) % (2 * hour)),
  );
}

/** The scans of one day (UTC), in no order: some 8,000. */
export function planDay(world: LogWorld, day: number, draws: Draws, add: AddScan): void {
  planClusterRounds(world, day, draws, add);
  planFeedUpdates(world, day, draws, add);
  planBuilds(world, day, draws, add);
  planReputations(world, draws, add);
}

/** Each cluster looks at everything that runs there, a few seconds an image, four times a day. */
function planClusterRounds({ subjects }: LogWorld, day: number, draws: Draws, add: AddScan): void {
  subjects.inClusters.forEach((running, cluster) => {
    for (let round = 0; round < roundsPerDay; round += 1) {
      const start = round * 6 * hour + Math.floor((cluster * 6 * hour) / clusterNames.length);
      const begin = start + draws.below(600);
      running.forEach((subject, index) => {
        if (draws.chance(0.02)) return;
        add(begin + index * secondsPerScan + draws.below(secondsPerScan), 'CLUSTER_SCAN', subject);
      });
    }
    if ((day + cluster * 3) % upgradeDays !== 0) return;
    for (const subject of running) add(10 * hour + draws.below(1200), 'SENSOR_UPGRADE', subject);
  });
}

/** A release of the feed rescans what it changes and most of the rest, several in a second. */
function planFeedUpdates(world: LogWorld, day: number, draws: Draws, add: AddScan): void {
  const { seed, drift, subjects } = world;
  feedSeconds(seed, day).forEach((released, index) => {
    const feed = day * feedsPerDay + index + 1;
    subjects.everywhere.forEach((subject, image) => {
      if (!drift.changesWith(image, feed) && !draws.chance(feedShare)) return;
      add(released + draws.below(900), 'FEED_UPDATE', subject);
    });
  });
}

/** Builds come in working hours, and some repositories have more of them than others. */
function planBuilds({ subjects, seed }: LogWorld, day: number, draws: Draws, add: AddScan): void {
  const { nowhere } = subjects;
  const weekday = (day + 4) % 7;
  const count = weekday === 0 || weekday === 6 ? builds.weekend : builds.workday;
  const offset = hash32(seed, 'builds') % nowhere.length;
  for (let build = 0; build < count; build += 1) {
    const second = 6 * hour + draws.below(6 * hour) + draws.below(6 * hour);
    const popular = Math.min(draws.below(nowhere.length), draws.below(nowhere.length));
    add(second, 'CLI', nowhere[(popular * 7 + offset) % nowhere.length] ?? 0);
  }
}

function planReputations({ subjects }: LogWorld, draws: Draws, add: AddScan): void {
  for (let scan = 0; scan < reputations; scan += 1) {
    const image = draws.below(subjects.everywhere.length);
    add(draws.below(secondsOfDay), 'REPUTATION_UPDATE', subjects.everywhere[image] ?? 0);
  }
}
