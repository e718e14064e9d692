import type { Clock } from '../../core/clock.ts';
import { isAbort } from '../../core/errors.ts';
import type { LogCursor } from './log-cursor.ts';
import type { ScanLog } from './model.ts';
import type { LogsSource } from './source.ts';
import { createAgain, failureOf } from './store-failure.ts';
import type { Question, RowsState } from './store-state.ts';

/** Loads rows: a page at first, further ones as they are wanted. */
export interface Search {
  /** Asks another question; an answer to the last one is never shown. */
  begin(question: Question, delayMs: number): void;
  /** Loads the next page, unless one is under way, all is loaded, or the last call failed. */
  more(): void;
  /** Asks again what failed. @returns false when nothing had */
  retry(): boolean;
  stop(): Promise<void>;
}

/** What a search works with. */
export interface SearchOptions {
  readonly source: LogsSource;
  readonly clock: Clock;
  /** Rows a page. */
  readonly pageRows: number;
  readonly get: () => RowsState;
  readonly put: (change: Partial<RowsState>) => void;
}

interface Run {
  readonly question: Question;
  readonly controller: AbortController;
  readonly cursor: LogCursor;
  isFirst: boolean;
}

/** Creates a search at rest. */
export function createSearch(options: SearchOptions): Search {
  const { source, clock, pageRows, get, put } = options;
  const again = createAgain(clock);
  const underWay = new Set<Promise<void>>();
  let run: Run | null = null;
  let cancelTimer = () => {};
  const cancel = () => {
    cancelTimer();
    again.at(null, () => {});
    run?.controller.abort();
    run = null;
  };
  const fail = (of: Run, error: unknown) => {
    if (isAbort(error)) return put({ loading: 'no' });
    const failure = failureOf(error, clock);
    again.at(failure.againAt, () => pull(of));
    put({ loading: 'no', failure });
  };
  const pull = (of: Run) => {
    put({ loading: of.isFirst ? 'first' : 'more', failure: null });
    const call = of.cursor
      .next()
      .then((page) => {
        if (run === of) put(withPage(of, page, get()));
        of.isFirst = false;
      })
      .catch((error: unknown) => {
        if (run === of) fail(of, error);
      })
      .finally(() => underWay.delete(call));
    underWay.add(call);
  };
  const retry = () => {
    if (run === null || get().failure === null) return false;
    again.at(null, () => {});
    pull(run);
    return true;
  };
  return {
    begin: (question, delayMs) => {
      cancel();
      const controller = new AbortController();
      const { criteria, sort } = question;
      const cursor = source.open(criteria, { sort, pageRows, signal: controller.signal });
      const next: Run = { question, controller, cursor, isFirst: true };
      run = next;
      put({ loading: 'first', failure: null });
      if (delayMs > 0) cancelTimer = clock.after(delayMs, () => pull(next));
      else pull(next);
    },
    more: () => {
      const { loading, isComplete, failure } = get();
      if (run === null || loading !== 'no' || isComplete || failure !== null) return;
      pull(run);
    },
    retry,
    stop: async () => {
      cancel();
      put({ loading: 'no' });
      await Promise.allSettled(underWay);
    },
  };
}

function withPage(
  { question, cursor, isFirst }: Run,
  page: readonly ScanLog[] | null,
  before: RowsState,
): Partial<RowsState> {
  const logs = isFirst ? [] : before.logs;
  return {
    of: question,
    logs: page === null ? logs : [...logs, ...page],
    found: cursor.found,
    reachable: cursor.reachable,
    notes: cursor.notes,
    warnings: cursor.warnings,
    undecoded: cursor.undecoded,
    window: cursor.window,
    isComplete: page === null || isWhole(cursor, logs.length + page.length),
    loading: 'no',
    failure: null,
  };
}

/** Known without asking for a page that is empty. */
function isWhole({ found, undecoded }: LogCursor, loaded: number): boolean {
  return found !== null && loaded + undecoded >= found;
}
