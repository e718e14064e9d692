import type { Companions } from './companions.ts';
import { isDone, type Scan, type Target, targetKey } from './model.ts';
import type { ProgressEvent } from './shared-poll.ts';
import type { LoadState } from './snapshot.ts';

/** What is known of one watched target. Times are epoch milliseconds. */
export interface TargetState {
  readonly target: Target;
  readonly scans: readonly Scan[];
  /** The last answer. */
  readonly asOf: number | null;
  readonly failure: Failure | null;
}

interface Failure {
  readonly error: unknown;
  readonly since: number;
  /** False once the poll has ended by it. */
  readonly retrying: boolean;
}

/** What the streams brought so far. Immutable. */
export interface Board {
  /** By target key. */
  readonly targets: ReadonlyMap<string, TargetState>;
  readonly companions: Companions | null;
}

/** A board that nothing was brought to. */
export const emptyBoard: Board = { targets: new Map(), companions: null };

/** Takes an event of a target's stream in. */
export function takeEvent(board: Board, target: Target, event: ProgressEvent): Board {
  if (event.kind === 'failure') {
    return takeFailure(board, target, { error: event.error, since: event.since, retrying: true });
  }
  return put(board, { target, scans: event.scans, asOf: event.at, failure: null });
}

/** Takes a failure in; the scans stay as they were last seen. */
export function takeFailure(board: Board, target: Target, failure: Failure): Board {
  const before = board.targets.get(targetKey(target));
  const since = before?.failure?.since ?? failure.since;
  return put(board, {
    target,
    scans: before?.scans ?? [],
    asOf: before?.asOf ?? null,
    failure: { ...failure, since },
  });
}

/** Stops counting on a target: only what is over stays of it. */
export function releaseTarget(board: Board, target: Target): Board {
  const targets = new Map(board.targets);
  const before = targets.get(targetKey(target));
  const ended = before?.scans.filter(isDone) ?? [];
  targets.delete(targetKey(target));
  if (before !== undefined && ended.length > 0) {
    targets.set(targetKey(target), { ...before, scans: ended, failure: null });
  }
  return { ...board, targets };
}

/** The scans of a target that an answer has ended. */
export function endedBy(board: Board, target: Target, event: ProgressEvent): readonly Scan[] {
  if (event.kind === 'failure') return [];
  const before = board.targets.get(targetKey(target))?.scans ?? [];
  const open = new Set(before.filter((scan) => !isDone(scan)).map(({ id }) => id));
  return event.scans.filter((scan) => isDone(scan) && open.has(scan.id));
}

/** How far the rows can be trusted: as far as the worst of the streams that they come from. */
export function loadOf(board: Board): LoadState {
  const targets = [...board.targets.values()];
  const answers = targets.flatMap(({ asOf }) => asOf ?? []);
  const asOf = answers.length === 0 ? null : Math.max(...answers);
  const failures = targets.flatMap(({ failure }) => failure ?? []);
  const [failure] = failures.toSorted((a, b) => a.since - b.since);
  if (failure === undefined) return asOf === null ? { kind: 'loading' } : { kind: 'ready', asOf };
  return asOf === null ? { kind: 'failed', ...failure } : { kind: 'stale', asOf, ...failure };
}

function put(board: Board, state: TargetState): Board {
  return { ...board, targets: new Map(board.targets).set(targetKey(state.target), state) };
}
