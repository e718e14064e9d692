import type { Session } from '../../api/session.ts';
import { coalesce } from '../../core/coalesce.ts';
import { isAbort } from '../../core/errors.ts';
import { createStore } from '../../core/store.ts';
import { boundsOf } from '../../core/time-span.ts';
import type { AuditEvent } from './model.ts';
import type { AuditBatch, AuditSource } from './source.ts';
import type { EventsBase, EventsQuestion } from './store-events-question.ts';
import { type EventsLoad, type EventsSnapshot, loadIsCurrent } from './store-events-state.ts';

/** Events that are loaded at first, that each further step loads, and that are kept at most. */
const steps = { first: 2000, more: 5000, most: 50_000 };

const publishedPerSecond = 10;

/** The newest events of a window, loaded page by page as far as they are looked at. */
export interface EventsLoader {
  /** Shows a question: from what is here where that answers it, else by asking. */
  show(question: EventsQuestion): void;
  /** Asks the present question anew. */
  again(): void;
  /** Loads older events. @returns whether there are some that can be loaded */
  more(): boolean;
  stop(): Promise<void>;
}

/** What a loader works with. */
export interface EventsLoaderOptions {
  readonly session: Session;
  readonly source: AuditSource;
  readonly get: () => EventsSnapshot;
  readonly ask: (question: EventsQuestion) => void;
  readonly load: (change: Partial<EventsLoad>) => void;
}

/** One listing: its pages are asked for as they are wanted. */
interface Run {
  readonly of: EventsBase;
  readonly controller: AbortController;
  readonly batches: AsyncGenerator<AuditBatch>;
  readonly bounds: { readonly fromMs: number; readonly toMs: number };
  wanted: number;
  isPulling: boolean;
  events: readonly AuditEvent[];
  told: Pick<EventsLoad, 'total' | 'unreadable' | 'warnings' | 'state' | 'failure'>;
}

/** Creates a loader at rest. */
export function createEventsLoader(options: EventsLoaderOptions): EventsLoader {
  const { session, get, ask, load } = options;
  const arrivals = createStore(0);
  const paced = coalesce(arrivals, session.clock, publishedPerSecond);
  const underWay = new Set<Promise<void>>();
  let run: Run | null = null;
  paced.subscribe(() => {
    if (run !== null) publish(run, load);
  });
  const pull = (now: Run) => {
    if (now.isPulling) return;
    const tell = () => arrivals.update((count) => count + 1);
    const task = carry(now, options, tell).finally(() => underWay.delete(task));
    underWay.add(task);
  };
  const begin = () => {
    run?.controller.abort();
    run = createRun(get().question, options);
    load({ state: 'asking', failure: null });
    pull(run);
  };
  return {
    show: (question) => {
      ask(question);
      if (run === null || !loadIsCurrent(get())) begin();
    },
    again: begin,
    more: () => {
      if (run === null || !canLoadMore(run)) return false;
      run.wanted = Math.min(steps.most, run.events.length + steps.more);
      pull(run);
      return true;
    },
    stop: async () => {
      run?.controller.abort();
      run = null;
      await Promise.allSettled(underWay);
    },
  };
}

function canLoadMore({ told, events }: Run): boolean {
  return told.state === 'part' && told.failure === null && events.length < steps.most;
}

function createRun({ span, dryRun }: EventsQuestion, options: EventsLoaderOptions): Run {
  const { sinceMs: fromMs, untilMs: toMs } = boundsOf(span, options.session.clock.now());
  const controller = new AbortController();
  const { signal } = controller;
  return {
    of: { span, dryRun },
    ...{ controller, bounds: { fromMs, toMs }, wanted: steps.first, isPulling: false, events: [] },
    batches: options.source.list({ fromMs, toMs, dryRun, explain: true, signal }),
    told: { total: null, unreadable: 0, warnings: [], state: 'asking', failure: null },
  };
}

/** Pulls pages until there are as many events as are wanted. */
async function carry(run: Run, { session }: EventsLoaderOptions, tell: () => void): Promise<void> {
  run.isPulling = true;
  const end = session.activity.begin();
  try {
    while (run.events.length < run.wanted) {
      run.told = { ...run.told, state: 'asking' };
      const next = await run.batches.next();
      if (run.controller.signal.aborted) return;
      if (next.done) {
        run.told = { ...run.told, state: 'whole' };
        break;
      }
      take(run, next.value);
      tell();
    }
    if (run.told.state === 'asking') run.told = { ...run.told, state: 'part' };
  } catch (error) {
    if (run.controller.signal.aborted || isAbort(error)) return;
    const failure = { error, at: session.clock.now(), againAt: null };
    run.told = { ...run.told, failure, state: 'part' };
  } finally {
    run.isPulling = false;
    end();
  }
  tell();
}

function take(run: Run, batch: AuditBatch): void {
  const { told } = run;
  run.events = [...run.events, ...batch.events];
  run.told = {
    ...told,
    total: batch.isOnlyWindow ? batch.total : null,
    unreadable: told.unreadable + batch.unreadable,
    warnings: [...new Set([...told.warnings, ...batch.warnings])],
  };
}

/** Rows of the question before stay until this one has answered. */
function publish(run: Run, load: EventsLoaderOptions['load']): void {
  const isAnswered = run.events.length > 0 || run.told.state === 'whole';
  const answer = isAnswered ? { of: run.of, events: run.events, ...run.bounds } : {};
  load({ ...run.told, ...answer });
}
