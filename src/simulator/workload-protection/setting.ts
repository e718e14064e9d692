/** What the simulated Workload Protection instance is to be like. */
export interface WorkloadProtectionSetting {
  /** From the simulator's start on, up to 5000; before that as usual. @default 0.4 */
  readonly eventsPerSecond?: number;
  /** The share of events that arrive up to 45 seconds late, with their old ids. @default 0.01 */
  readonly lateShare?: number;
  /** The share of events that are told twice while they are young. @default 0.002 */
  readonly doubledShare?: number;
  /** How long an IAM token lives, in seconds. @default 3600 */
  readonly tokenLifeSeconds?: number;
  /** Whether a page to which nothing is newer has a `next`, which no document tells. @default absent */
  readonly exhaustedNext?: 'absent' | 'repeated';
  /**
   * Whether a page of `next` holds the events that follow at once, or the newest of all. No
   * document tells. @default following
   */
  readonly nextPage?: 'following' | 'newest';
  /** How long a cursor is known, counted from its event. @default two weeks */
  readonly cursorLifeMs?: number;
  /** How many calls of a caller pass in a minute. @default no limit, 60 for vulnerabilities */
  readonly callsPerMinute?: number;
  /** Which scanning engines answer. @default current */
  readonly engines?: 'current' | 'legacy' | 'both';
  /** Calls that this instance doesn't have: they answer 404. @default none */
  readonly without?: readonly OptionalCall[];
}

/** The calls of `/api/v1/secureEvents/` that an instance may lack. */
export type OptionalCall = 'filters' | 'hasEvents' | 'topStats' | 'timeSeries' | 'count';

/** The setting with all its defaults. */
export type CompleteSetting = Required<Omit<WorkloadProtectionSetting, 'callsPerMinute'>> &
  Pick<WorkloadProtectionSetting, 'callsPerMinute'>;

const dayMs = 86_400_000;

/** The widest window, and how long what is known is kept reachable by a cursor. */
export const twoWeeksMs = 14 * dayMs;

/** How many events a second there are without a setting, and were before the start. */
export const usualEventsPerSecond = 0.4;

/** @throws RangeError for more events than the simulator can make */
export function completeSetting(setting: WorkloadProtectionSetting = {}): CompleteSetting {
  const complete = {
    eventsPerSecond: usualEventsPerSecond,
    lateShare: 0.01,
    doubledShare: 0.002,
    tokenLifeSeconds: 3600,
    exhaustedNext: 'absent',
    nextPage: 'following',
    cursorLifeMs: twoWeeksMs,
    engines: 'current',
    without: [],
    ...setting,
  } as const;
  const { eventsPerSecond } = complete;
  if (eventsPerSecond >= 0 && eventsPerSecond <= 5000) return complete;
  throw new RangeError('eventsPerSecond is from 0 to 5000');
}
