import type { Tier } from '../iam/iam.ts';

/** What the simulated IBM Cloud Logs instance is to be like. */
export interface ActivityTrackingSetting {
  /** How many times as many pushes and pulls there are as usual, up to 200. @default 1 */
  readonly busyness?: number;
  /** The share of events that arrive 20 to 100 seconds late. @default 0.02 */
  readonly lateShare?: number;
  /** The tiers in which audit events are kept; policies often send them to the archive alone. @default both */
  readonly tiers?: readonly Tier[];
  /** The label of audit events; the vendor's documents contradict each other. @default ibm-audit-event */
  readonly applicationName?: 'ibm-audit-event' | 'ibm-audit-events';
  /** How many queries pass in a minute, of all callers together; null for any number. @default 10 */
  readonly queriesPerMinute?: number | null;
  /** Whether a 429 says when to come again, which no document tells. @default false */
  readonly tellsRetryAfter?: boolean;
  /** How long a query runs, on the clock, with keep-alives all the while. @default 0 */
  readonly thinkMs?: number;
  /** How many rows one message holds: 6000 make a line of more than five megabytes. @default 400 */
  readonly batchRows?: number;
}

/** The setting with all its defaults. */
export type CompleteSetting = Required<ActivityTrackingSetting>;

/** The busiest account that the simulator can make. */
export const mostBusyness = 200;

/** @throws RangeError for more events than the simulator can make */
export function completeSetting(setting: ActivityTrackingSetting = {}): CompleteSetting {
  const complete: CompleteSetting = {
    busyness: 1,
    lateShare: 0.02,
    tiers: ['frequent_search', 'archive'],
    applicationName: 'ibm-audit-event',
    queriesPerMinute: 10,
    tellsRetryAfter: false,
    thinkMs: 0,
    batchRows: 400,
    ...setting,
  };
  const { busyness, batchRows } = complete;
  if (!(busyness >= 0 && busyness <= mostBusyness)) {
    throw new RangeError(`busyness is from 0 to ${mostBusyness}`);
  }
  if (!(batchRows >= 1)) throw new RangeError('batchRows is 1 or more');
  return complete;
}
