import { coalesce } from '../../core/coalesce.ts';
import { createStore } from '../../core/store.ts';
import { boundsOf } from '../../core/time-span.ts';
import { carry, type LoadOptions } from './store-carry.ts';
import type { ActivityParts } from './store-parts.ts';
import { type ActivityQuestion, isWide, leaves, narrowingOf } from './store-question.ts';
import { covers, createRun, type Run, resumed } from './store-run.ts';

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
