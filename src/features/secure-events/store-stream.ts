import type { Session } from '../../api/session.ts';
import { coalesce } from '../../core/coalesce.ts';
import { parseDuration } from '../../core/duration.ts';
import { isAbort } from '../../core/errors.ts';
import { createStore } from '../../core/store.ts';
import { nextTurn } from '../../core/turn.ts';
import type { EventsSource } from './events-source.ts';
import { nanosOf } from './nano-time.ts';
import { createStreamBuffer, replaceEntry, type StreamEntry } from './store-buffer.ts';
import type { EventsParts } from './store-parts.ts';
import { type EventsQuestion, expressionOf } from './store-question.ts';
import { createRate } from './store-rate.ts';
import { rowsATurn } from './store-sieve.ts';
import type { TailBatch, TailEvent, TailFailure } from './tail-batch.ts';

/** The stream: follows the tail of the present question, and publishes at most twice a second. */
export interface Stream {
  /** Follows another question; what the last one brought stays until this one answers. */
  begin(question: EventsQuestion): void;
  /** Shows what comes as it comes, or holds what is shown while the rest is buffered. */
  follow(on: boolean): void;
  /** Puts rows in the place of one, shown or buffered. */
  replace(id: string, entries: readonly StreamEntry[]): void;
  stop(): Promise<void>;
}

/** What a stream works with. */
export interface StreamOptions {
  readonly session: Session;
  readonly source: EventsSource;
  readonly parts: EventsParts;
}

/** Milliseconds between polls: a minute's calls stay well within the vendor's budget. */
const intervalMs = 2000;
/** A poll brings page upon page, and each publication moves every row: nobody reads more of them. */
const publishedPerSecond = 2;
/** Rows that are kept. */
export const streamCapacity = 10_000;

/** One question's tail, and what it brought. */
interface Run {
  readonly question: EventsQuestion;
  readonly controller: AbortController;
  readonly buffer: ReturnType<typeof createStreamBuffer>;
  readonly rate: ReturnType<typeof createRate>;
  last: TailBatch | null;
  failure: TailFailure | null;
  /** Events that came while the stream is held. */
  fresh: number;
  /** Whether it has once read all that there was. */
  isLive: boolean;
  /** Events of a poll that goes on: a busy feed is read in parts, and only the last one is live. */
  uncounted: number;
}

/** Creates a stream at rest. */
export function createStream(options: StreamOptions): Stream {
  const { session, source, parts } = options;
  const { clock } = session;
  const arrivals = createStore(0);
  const paced = coalesce(arrivals, clock, publishedPerSecond);
  const underWay = new Set<Promise<void>>();
  let run: Run | null = null;
  paced.subscribe(() => {
    if (run !== null) publish(run, parts);
  });
  const arrive = () => arrivals.update((count) => count + 1);
  const follow = async (of: Run) => {
    const { filter, sinceNs } = tailOf(of.question, clock.now());
    const { signal } = of.controller;
    try {
      for await (const event of source.tail({ sinceNs, filter, signal, intervalMs })) {
        if (!(await take(of, event, options))) return;
        arrive();
      }
    } catch (error) {
      if (run !== of || isAbort(error)) return;
      const failure = { error, at: clock.now(), againAt: null };
      parts.stream({ failure });
    }
  };
  return {
    begin: (question) => {
      run?.controller.abort();
      const next: Run = {
        question,
        controller: new AbortController(),
        buffer: createStreamBuffer(streamCapacity),
        rate: createRate(),
        last: null,
        failure: null,
        fresh: 0,
        isLive: false,
        uncounted: 0,
      };
      run = next;
      parts.stream({ state: 'asking', perSecond: null, fresh: 0, failure: null });
      const task = follow(next).finally(() => underWay.delete(task));
      underWay.add(task);
    },
    follow: (on) => {
      if (run !== null) run.fresh = 0;
      parts.stream({ following: on, fresh: 0 });
      if (on && run?.last) publish(run, parts);
    },
    replace: (id, entries) => {
      run?.buffer.replace(id, entries);
      parts.stream({ entries: replaceEntry(parts.get().stream.entries, id, entries) });
    },
    stop: async () => {
      run?.controller.abort();
      run = null;
      await Promise.allSettled(underWay);
    },
  };
}

function tailOf(question: EventsQuestion, nowMs: number) {
  return {
    filter: expressionOf(question),
    sinceNs: nanosOf(nowMs - parseDuration(question.range)),
  };
}

/**
 * Takes what the tail told, a slice a turn: a poll of a busy feed brings thousands of rows at once.
 *
 * @returns false when another question was asked meanwhile
 */
async function take(run: Run, event: TailEvent, { session, parts }: StreamOptions) {
  if (event.kind === 'failure') {
    run.failure = event;
    return !run.controller.signal.aborted;
  }
  const done = session.activity.begin();
  try {
    let count = 0;
    for (let at = 0; at < event.items.length; at += rowsATurn) {
      if (at > 0) await nextTurn();
      if (run.controller.signal.aborted) return false;
      count += takeSlice(run, event.items.slice(at, at + rowsATurn), parts);
    }
    run.uncounted += count;
    if (event.state === 'live') {
      // What was waiting when it began says nothing about how fast it comes.
      run.rate.add(run.isLive ? run.uncounted : 0, event.at);
      run.isLive = true;
      run.uncounted = 0;
    }
    run.last = event;
    run.failure = null;
    return !run.controller.signal.aborted;
  } finally {
    done();
  }
}

/** @returns how many events are new */
function takeSlice(run: Run, items: TailBatch['items'], parts: EventsParts): number {
  const fresh = run.buffer.push(items);
  parts.sift(fresh);
  const events = fresh.filter(({ kind }) => kind === 'event').length;
  if (!parts.get().stream.following) run.fresh += events;
  return events;
}

/** Rows that are held stay; of those of another question nothing is left once it has answered. */
function publish(run: Run, parts: EventsParts): void {
  const { stream } = parts.get();
  const { last, failure, fresh, buffer } = run;
  const isHeld = !stream.following && stream.of === run.question;
  const rows = last === null || isHeld ? {} : { of: run.question, entries: buffer.entries() };
  parts.stream({
    ...rows,
    fresh: isHeld ? fresh : 0,
    dropped: buffer.dropped,
    perSecond: run.rate.perSecond(),
    state: last?.state ?? 'asking',
    lagMs: last === null ? 0 : Number(last.lagNs / 1_000_000n),
    failure:
      failure === null
        ? null
        : { error: failure.error, at: failure.since, againAt: failure.nextAt },
  });
}
