import { isApiError } from '../../api/errors.ts';
import {
  type CallOptions,
  checkImage,
  getProgress,
  type PrismaApi,
  prismaApi,
  type ScanRequest,
  startScan,
  stopScan,
} from '../../api/prisma/endpoints.ts';
import type { Session } from '../../api/session.ts';
import { exitCodes, isAbort, ScandeckError } from '../../core/errors.ts';
import { createNudge } from '../../core/poll.ts';
import { type Companions, createCompanionLoader } from './companions.ts';
import { loadResult, type ResultOwner } from './load-result.ts';
import { type Target, targetKey } from './model.ts';
import { reportOf } from './reports.ts';
import type { ScanResult } from './scan-result.ts';
import {
  createSharedPoll,
  type ProgressEvent,
  type SharedPoll,
  type WatchOptions,
} from './shared-poll.ts';
import { createTracker, endByResult, expectScan, observe, type Tracker } from './tracker.ts';

/** The answer to one question. */
export type ProgressAnswer = ProgressEvent & { readonly kind: 'answer' };

/** The only way of this feature to the vendor. Everybody who watches a target shares its poll. */
export interface ProgressSource {
  /** Asks once. @throws ScandeckError `usage` before any request; ApiError */
  ask(target: Target, options?: CallOptions): Promise<ProgressAnswer>;
  /**
   * Watches a target: an event for every answer and every failure. What a read-once answer told
   * stays known, for later watchers too.
   *
   * @throws ScandeckError when asking again is of no use
   */
  watch(target: Target, options: WatchOptions): AsyncGenerator<ProgressEvent>;
  /** Makes all polls ask now. */
  nudge(): void;
  /** Starts an on-demand scan. @throws ScandeckError `usage` before any request; ApiError */
  start(image: ScanRequest, options?: CallOptions): Promise<void>;
  /** Stops the regular scan. @throws ApiError */
  stop(options?: CallOptions): Promise<void>;
  /** What a scan left behind. @throws ApiError */
  result(owner: ResultOwner, options?: CallOptions): Promise<ScanResult>;
  /** Last errors and queued specifications. @throws ApiError unless they are not permitted */
  companions(options?: CallOptions): Promise<Companions>;
}

/** What a source is made of. */
export interface ProgressSourceOptions {
  readonly session: Session;
  /** Jitter of the back-off. @default Math.random */
  readonly random?: () => number;
}

/** A target with what is known of it and its poll. */
interface Watched {
  tracker: Tracker;
  readonly poll: SharedPoll;
}

/** Creates a source; nothing is asked, and no client is made, before its first call. */
export function createProgressSource({ session, random }: ProgressSourceOptions): ProgressSource {
  const { clock } = session;
  const nudge = createNudge();
  const loadCompanions = createCompanionLoader();
  const targets = new Map<string, Watched>();
  const api = () => prismaApi(session);

  const watched = (target: Target): Watched => {
    const known = targets.get(targetKey(target));
    if (known !== undefined) return known;
    const ask = (signal: AbortSignal) => question(entry, { signal, tries: 1 });
    const poll = createSharedPoll({ clock, nudge, random, ask, isFinal });
    const entry: Watched = { tracker: createTracker(target, clock.now()), poll };
    targets.set(targetKey(target), entry);
    return entry;
  };
  const question = async (entry: Watched, options: CallOptions): Promise<ProgressAnswer> => {
    const { target } = entry.tracker;
    const query = target.kind === 'regular' ? {} : { ...target, onDemand: true };
    const { rows, undecoded } = await getProgress(api(), query, options);
    const reports = rows.map((row) => reportOf(row, target));
    entry.tracker = observe(entry.tracker, { reports, undecoded }, clock.now());
    if (await hasUnseenResult(api(), entry.tracker, options)) {
      entry.tracker = endByResult(entry.tracker, clock.now());
    }
    const { scans, emptyAnswers } = entry.tracker;
    return { kind: 'answer', at: clock.now(), scans, emptyAnswers, undecoded };
  };
  return {
    ask: async (target, options = {}) => question(watched(target), options),
    watch: (target, options) => watched(target).poll.watch(options),
    nudge: nudge.now,
    start: async (image, options = {}) => {
      checkImage(image);
      const answeredAt = await startScan(api(), image, options);
      const entry = watched({ kind: 'on-demand', ...image });
      // The results carry the vendor's time; of two clocks the one that is behind errs less.
      const since = Math.min(clock.now(), answeredAt ?? clock.now());
      entry.tracker = expectScan(entry.tracker, since);
      const { scans, emptyAnswers } = entry.tracker;
      entry.poll.publish({ kind: 'answer', at: clock.now(), scans, emptyAnswers, undecoded: 0 });
    },
    stop: async (options = {}) => stopScan(api(), options),
    result: async (owner, options = {}) => loadResult(api(), owner, options),
    companions: async (options = {}) => loadCompanions(api(), options),
  };
}

/** Empty answers between two looks at the results. */
const emptyAnswersPerLook = 3;

/** Some scans never show progress: of those only the result tells that they are over. */
async function hasUnseenResult(
  api: PrismaApi,
  { target, expectedSince, emptyAnswers, scans }: Tracker,
  options: CallOptions,
): Promise<boolean> {
  const [waiting] = scans.filter(({ state }) => state === 'idle');
  const due = emptyAnswers > 0 && emptyAnswers % emptyAnswersPerLook === 0;
  if (target.kind === 'regular' || waiting === undefined || expectedSince === null || !due) {
    return false;
  }
  try {
    const { images } = await loadResult(api, waiting, options);
    // To the second, because the vendor's time of the start is.
    const since = Math.floor(expectedSince / 1000) * 1000;
    return images.some(({ scannedAt }) => scannedAt !== null && scannedAt >= since);
  } catch (error) {
    if (isAbort(error)) throw error;
    // The progress itself was answered; without permission for the results it is all there is.
    return false;
  }
}

/**
 * Whether asking again is of no use: what the user has to mend, or the vendor refuses for good. Once
 * there was an answer, only a refusal ends a poll: a server that restarts answers strange things.
 */
function isFinal(error: unknown, answered: boolean): boolean {
  if (!(error instanceof ScandeckError)) return true;
  if (error.retryable) return false;
  const { exitCode } = error;
  if (exitCode === exitCodes.usage || exitCode === exitCodes.unauthorised) return true;
  if (!answered) return true;
  return isApiError(error) && error.status === 400;
}
