import type { SourceHealth } from '../api/session.ts';
import { type SourceId, sourceIds } from '../api/types.ts';
import type { Tone } from '../core/table.ts';
import { coarseAge, untilNextAge } from './coarse-age.ts';

/** Health of every source of a profile. */
export type Health = Readonly<Record<SourceId, SourceHealth>>;

/** A source as the header tells it. */
export interface SourceWord {
  readonly source: SourceId;
  readonly name: string;
  /** `ok`, `wait`, `off`, or what is wrong in one word, with an age once it is worth one. */
  readonly word: string;
  readonly tone: Tone;
  readonly state: SourceHealth['state'];
}

/** The names that fit a header. */
export const shortNames: Readonly<Record<SourceId, string>> = {
  prisma: 'prisma',
  carbonBlack: 'carbon-black',
  xray: 'xray',
  workloadProtection: 'workload-protection',
  activityTracking: 'activity',
};

/** A good answer older than this is said to be. */
const freshForMs = 60_000;

const minuteMs = 60_000;

/** @returns a word for every source, in the order of the tabs */
export function sourceWords(health: Health, now: number): readonly SourceWord[] {
  return sourceIds.map((source) => {
    const state = health[source];
    return { source, name: shortNames[source], state: state.state, ...wordFor(state, now) };
  });
}

function wordFor(health: SourceHealth, now: number): { word: string; tone: Tone } {
  switch (health.state) {
    case 'absent':
      return { word: 'off', tone: 'muted' };
    case 'waiting':
      return { word: 'wait', tone: 'muted' };
    case 'ok': {
      const age = now - health.lastOkAt;
      const late = age >= freshForMs ? coarseAge(age) : null;
      return late === null ? { word: 'ok', tone: 'good' } : { word: `ok ${late}`, tone: 'warn' };
    }
    case 'failing': {
      const age = coarseAge(now - health.since);
      return { word: age === null ? health.word : `${health.word} ${age}`, tone: 'bad' };
    }
  }
}

/** @returns milliseconds until the header, its clock of minutes included, reads differently */
export function untilHeaderChanges(health: Health, now: number): number {
  const minute = minuteMs - (now % minuteMs);
  const ages = sourceIds.flatMap((source) => untilWordChanges(health[source], now) ?? []);
  return Math.max(1, Math.min(minute, ...ages));
}

function untilWordChanges(health: SourceHealth, now: number): number | null {
  if (health.state === 'failing') return untilNextAge(now - health.since);
  if (health.state !== 'ok') return null;
  const age = now - health.lastOkAt;
  return age < freshForMs ? freshForMs - age : untilNextAge(age);
}
