import type { Session } from '../../api/session.ts';
import { coalesce } from '../../core/coalesce.ts';
import { ScandeckError } from '../../core/errors.ts';
import { createNudge, type Nudge, poll } from '../../core/poll.ts';
import { createStore } from '../../core/store.ts';
import { boundsOf } from '../../core/time-span.ts';
import type { AuditEvent } from './model.ts';
import type { AuditBatch, AuditSource } from './source.ts';
import { rowKey } from './store-events-derive.ts';
import type { EventsBase, EventsQuestion } from './store-events-question.ts';
import { type EventsLoad, type EventsSnapshot, loadIsCurrent } from './store-events-state.ts';

/** Events that are loaded at first, that each further step loads, and that are kept at most. */
const steps = { first: 2000, more: 5000, most: 50_000 };

const publishedPerSecond = 10;
/** Milliseconds from one failed listing to the next, at least. */
const againMs = 10_000;

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
  readonly nudge: Nudge;
  readonly bounds: { readonly fromMs: number; readonly toMs: number };
  wanted: number;
  isPulling: boolean;
  events: readonly AuditEvent[];
  /** Keys of the events: a listing that failed is begun again, and tells them again. */
  readonly keys: Set<string>;
  told: Pick<EventsLoad, 'total' | 'unreadable' | 'warnings' | 'state' | 'failure'>;
  batches: AsyncGenerator<AuditBatch>;
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
  const go = (now: Run) => {
    if (now.isPulling) return;
    const tell = () => arrivals.update((count) => count + 1);
    const task = carry(now, options, tell).finally(() => underWay.delete(task));
    underWay.add(task);
  };
  const begin = () => {
    run?.controller.abort();
    run = createRun(get().question, options);
    load({ state: 'asking', failure: null });
    go(run);
  };
  return {
    show: (question) => {
      ask(question);
      if (run === null || !loadIsCurrent(get())) begin();
    },
    again: () => {
      const isWaiting = run?.isPulling === true && run.told.failure !== null;
      if (isWaiting) run?.nudge.now();
      else begin();
    },
    more: () => {
      if (run === null || !canLoadMore(run)) return false;
      run.wanted = Math.min(steps.most, run.events.length + steps.more);
      go(run);
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
  const run = {
    of: { span, dryRun },
    ...{ controller, nudge: createNudge(), bounds: { fromMs, toMs }, wanted: steps.first },
    ...{ isPulling: false, events: [], keys: new Set<string>() },
    told: { total: null, unreadable: 0, warnings: [], state: 'asking', failure: null } as const,
  };
  return { ...run, batches: list(run, options) };
}

function list(
  { of, bounds, controller }: Pick<Run, 'of' | 'bounds' | 'controller'>,
  { source }: EventsLoaderOptions,
): AsyncGenerator<AuditBatch> {
  const { dryRun } = of;
  return source.list({ ...bounds, dryRun, explain: false, signal: controller.signal });
}

/** Pulls pages until there are as many events as are wanted; what fails for a while is tried again. */
async function carry(run: Run, options: EventsLoaderOptions, tell: () => void): Promise<void> {
  const { clock } = options.session;
  const { signal } = run.controller;
  run.isPulling = true;
  run.told = { ...run.told, state: 'asking' };
  const ask = () => pull(run, tell);
  const { nudge } = run;
  for await (const event of poll({ clock, signal, nudge, intervalMs: againMs, ask })) {
    if (event.kind === 'answer') break;
    const { error, since, nextAt } = event;
    const isPassing = error instanceof ScandeckError && error.retryable;
    run.told = { ...run.told, failure: { error, at: since, againAt: isPassing ? nextAt : null } };
    run.batches = list(run, options);
    if (!isPassing) break;
    tell();
  }
  run.isPulling = false;
  if (signal.aborted) return;
  if (run.told.state === 'asking') run.told = { ...run.told, state: 'part' };
  tell();
}

/** @throws what the source throws; the listing is over then */
async function pull(run: Run, tell: () => void): Promise<void> {
  while (run.events.length < run.wanted) {
    const next = await run.batches.next();
    run.controller.signal.throwIfAborted();
    run.told = { ...run.told, failure: null };
    if (next.done) {
      run.told = { ...run.told, state: 'whole' };
      return;
    }
    take(run, next.value);
    tell();
  }
}

function take(run: Run, batch: AuditBatch): void {
  const { told } = run;
  const fresh = batch.events.filter((event) => !run.keys.has(rowKey(event)));
  for (const event of fresh) run.keys.add(rowKey(event));
  run.events = [...run.events, ...fresh];
  run.told = {
    ...told,
    total: batch.isOnlyWindow ? batch.total : null,
    // A page that was told before has had its unreadable rows counted.
    unreadable: told.unreadable + (fresh.length > 0 ? batch.unreadable : 0),
    warnings: [...new Set([...told.warnings, ...batch.warnings])],
  };
}

/** Rows of the question before stay until this one has answered. */
function publish(run: Run, load: EventsLoaderOptions['load']): void {
  const isAnswered = run.events.length > 0 || run.told.state === 'whole';
  const answer = isAnswered ? { of: run.of, events: run.events, ...run.bounds } : {};
  load({ ...run.told, ...answer });
}
