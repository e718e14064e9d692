import type { Session } from '../../api/session.ts';
import { coalesce } from '../../core/coalesce.ts';
import { isAbort, ScandeckError } from '../../core/errors.ts';
import { poll } from '../../core/poll.ts';
import { createStore } from '../../core/store.ts';
import { boundsOf } from '../../core/time-span.ts';
import type { ActivitySource, ReadActivityFile } from './source.ts';
import type { ActivityParts } from './store-parts.ts';
import {
  type ActivityQuestion,
  criteriaOf,
  isWide,
  leaves,
  narrowingOf,
} from './store-question.ts';
import {
  covers,
  createRun,
  loadCapacity,
  type Run,
  resumed,
  takeFile,
  takeListed,
  takeTail,
} from './store-run.ts';

/** The events of the present question: listed, then followed; published at most 20 times a second. */
export interface Load {
  /** Shows a question: from what is here where that answers it, else by asking. */
  show(question: ActivityQuestion): void;
  /** Asks the present question anew. */
  again(): void;
  /** Polls at once; without a poll under way, asks anew. */
  refresh(): void;
  /** Shows what comes as it comes, or holds what is shown while the rest is buffered. */
  follow(on: boolean): void;
  stop(): Promise<void>;
}

/** What a load works with. */
export interface LoadOptions {
  readonly session: Session;
  readonly source: ActivitySource;
  readonly readFile: ReadActivityFile;
  readonly parts: ActivityParts;
  readonly onNotice: (text: string, tone: 'good' | 'warn') => void;
}

/** Milliseconds from one failed listing to the next, at least. */
const againMs = 10_000;
/** The tail begins before the listing ended: what came late meanwhile is found. */
const overlapMs = 5 * 60_000;
const publishedPerSecond = 20;

/** Creates a load at rest. */
export function createLoad(options: LoadOptions): Load {
  const { session, parts } = options;
  const { clock } = session;
  const arrivals = createStore(0);
  const paced = coalesce(arrivals, clock, publishedPerSecond);
  const underWay = new Set<Promise<void>>();
  let run: Run | null = null;
  // The last window that was listed unnarrowed: to come back to it must not cost its queries again.
  let parked: Run | null = null;
  paced.subscribe(() => {
    if (run !== null) publish(run, parts);
  });
  const arrive = () => arrivals.update((count) => count + 1);
  // What was narrowed meanwhile may turn out to need more than what has been listed.
  const listed = (of: Run) => {
    const { question } = parts.get();
    if (run === of && !covers(of, question)) begin(question);
  };
  const start = (next: Run) => {
    run?.controller.abort();
    if (run !== null && isWorthKeeping(run)) parked = run;
    run = next;
    const task = carry(next, options, { arrive, listed }).finally(() => underWay.delete(task));
    underWay.add(task);
  };
  const begin = (question: ActivityQuestion) => {
    const isOffered = run?.told.tryArchive === true && question.base.tier === 'archive';
    const next = runFor(question, clock.now(), isOffered);
    start(next);
    parts.load({ state: next.told.state, fresh: 0, failure: null, why: null });
  };
  const goOn = (from: Run) => {
    const next = resumed(from);
    start(next);
    publish(next, parts);
  };
  return {
    show: (question) => {
      parts.ask(question);
      if (run !== null && covers(run, question)) publish(run, parts);
      else if (parked !== null && covers(parked, question)) goOn(parked);
      else begin(question);
    },
    again: () => begin(parts.get().question),
    refresh: () => {
      const { state, failure } = parts.get().load;
      const isOver = state === 'done' || (failure !== null && failure.againAt === null);
      if (run === null || isOver) begin(parts.get().question);
      else run.nudge.now();
    },
    follow: (on) => {
      if (run !== null && on) run.fresh = [];
      parts.load({ following: on, fresh: 0 });
      if (run !== null && on) publish(run, parts);
    },
    stop: async () => {
      run?.controller.abort();
      run = null;
      await Promise.allSettled(underWay);
    },
  };
}

/** Another listing of it would cost as many queries again; a file is read again for nothing. */
function isWorthKeeping({ isListed, asked }: Run): boolean {
  return isListed && asked.base.file === null && isWide(asked.narrowing);
}

function runFor(question: ActivityQuestion, nowMs: number, isOffered: boolean): Run {
  const { base } = question;
  const asked = { base, narrowing: narrowingOf(question) };
  if (base.file !== null) return createRun(asked, null, false);
  const { sinceMs, untilMs } = boundsOf(base.span, nowMs);
  return createRun(asked, { fromMs: sinceMs, toMs: untilMs }, isOffered);
}

/** Who is told how a run goes on. */
interface Told {
  /** Something has come. */
  readonly arrive: () => void;
  /** All that was there at first has come. */
  readonly listed: (run: Run) => void;
}

/** Carries a run through; what goes wrong is told, and ends nothing but the run. */
async function carry(run: Run, options: LoadOptions, told: Told): Promise<void> {
  try {
    if (run.asked.base.file === null) await askVendor(run, options, told);
    else await readFile(run, options, told.arrive);
  } catch (error) {
    if (run.controller.signal.aborted || isAbort(error)) return;
    run.told = {
      ...run.told,
      state: 'done',
      failure: { ...failureAt(error, options), againAt: null },
    };
    told.arrive();
  }
}

const failureAt = (error: unknown, { session }: LoadOptions) => ({
  error,
  at: session.clock.now(),
});

async function askVendor(run: Run, options: LoadOptions, told: Told): Promise<void> {
  const { arrive, listed } = told;
  if (!run.isListed) await listAll(run, options, arrive);
  if (run.controller.signal.aborted) return;
  run.isListed = true;
  if (run.isOffered && run.buffer.events().length > 0) remember(options);
  const isLive = run.asked.base.span.kind === 'range';
  run.told = { ...run.told, state: isLive ? 'live' : 'done' };
  arrive();
  listed(run);
  if (isLive) await follow(run, options, arrive);
}

/** Where this profile's events are: the next session asks there at once. */
function remember({ source, session, onNotice }: LoadOptions): void {
  const end = session.activity.begin();
  void source
    .rememberTier('archive')
    .then(() => onNotice("From now on this profile's events are asked of the archive", 'good'))
    .catch((error: unknown) => onNotice(String(error), 'warn'))
    .finally(end);
}

/** A listing that fails for a while is begun again; one that can't succeed ends the run. */
async function listAll(run: Run, options: LoadOptions, arrive: () => void): Promise<void> {
  const { source, session } = options;
  const { base, narrowing } = run.asked;
  const { signal } = run.controller;
  const [fromMs, toMs] = [run.told.fromMs ?? 0, run.told.toMs ?? session.clock.now()];
  const window = { criteria: criteriaOf(base, narrowing), fromMs, toMs, limit: loadCapacity };
  const ask = async () => {
    for await (const batch of source.list({ ...window, signal })) {
      if (signal.aborted) return;
      takeListed(run, batch);
      arrive();
    }
  };
  const { clock } = session;
  for await (const event of poll({ clock, signal, nudge: run.nudge, intervalMs: againMs, ask })) {
    if (event.kind === 'answer') return;
    const { error, since, nextAt } = event;
    if (!(error instanceof ScandeckError && error.retryable)) throw error;
    run.told = { ...run.told, failure: { error, at: since, againAt: nextAt } };
    arrive();
  }
}

async function follow(run: Run, { source, parts }: LoadOptions, arrive: () => void): Promise<void> {
  const { base, narrowing } = run.asked;
  const { signal } = run.controller;
  const sinceMs = Math.max(run.told.fromMs ?? 0, (run.told.toMs ?? 0) - overlapMs);
  const criteria = criteriaOf(base, narrowing);
  for await (const event of source.tail({ criteria, sinceMs, signal, nudge: run.nudge })) {
    if (signal.aborted) return;
    const fresh = takeTail(run, event);
    if (!parts.get().load.following) run.fresh = [...run.fresh, ...fresh];
    arrive();
  }
}

async function readFile(run: Run, options: LoadOptions, arrive: () => void): Promise<void> {
  const { session, readFile: read } = options;
  const { signal } = run.controller;
  const end = session.activity.begin();
  try {
    for await (const batch of read(run.asked.base.file ?? '', { signal })) {
      if (signal.aborted) return;
      // A file that holds more than can be kept is read again for what it is narrowed to.
      const items = batch.items.filter((event) => leaves(run.asked.narrowing, event));
      takeFile(run, { ...batch, items });
      arrive();
    }
    run.isListed = true;
    run.told = { ...run.told, state: 'done' };
    arrive();
  } finally {
    end();
  }
}

/** Rows that are held stay; those of another question stay until this one has answered. */
function publish(run: Run, parts: ActivityParts): void {
  const { load, question } = parts.get();
  const isHeld = !load.following && run.isListed && load.of === run.asked;
  const events = run.buffer.events();
  const isAnswered = run.isListed || events.length > 0;
  const narrowing = narrowingOf(question);
  const rows = isHeld || !isAnswered ? {} : { of: run.asked, events };
  const fresh = isHeld ? run.fresh.filter((event) => leaves(narrowing, event)).length : 0;
  parts.load({ ...run.told, ...rows, fresh });
}
