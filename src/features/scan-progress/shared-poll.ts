import type { Clock } from '../../core/clock.ts';
import { type Nudge, poll } from '../../core/poll.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import type { Scan } from './model.ts';

/** What a watched target has come to. Times are epoch milliseconds. */
export type ProgressEvent =
  | {
      readonly kind: 'answer';
      readonly at: number;
      /** All scans that are known, ended ones with their last state. */
      readonly scans: readonly Scan[];
      /** Answers in a row that held no scan. */
      readonly emptyAnswers: number;
      /** Rows of this answer that could not be decoded. */
      readonly undecoded: number;
    }
  | {
      readonly kind: 'failure';
      readonly at: number;
      /** When the first failure since the last answer came. */
      readonly since: number;
      readonly error: unknown;
    };

/** What the poll of a target needs. */
export interface SharedPollOptions {
  readonly clock: Clock;
  readonly nudge: Nudge;
  readonly random: (() => number) | undefined;
  /** One question. Its answer must be kept by the asker: nobody may be left to listen. */
  readonly ask: (signal: AbortSignal) => Promise<ProgressEvent & { readonly kind: 'answer' }>;
  /** Whether asking again is of no use. */
  readonly isFinal: (error: unknown, answered: boolean) => boolean;
}

/** A poll that begins with its first watcher and ends with its last. */
export interface SharedPoll {
  /**
   * Yields the last event at once, then every later one that the watcher comes to read.
   *
   * @throws the error that ended the poll
   */
  watch(options: WatchOptions): AsyncGenerator<ProgressEvent>;
  /** Tells the watchers something that was learnt otherwise. */
  publish(event: ProgressEvent): void;
}

/** How to watch. */
export interface WatchOptions {
  /** Ends the watch, quietly. */
  readonly signal: AbortSignal;
  /** The first watcher's counts for all. */
  readonly intervalMs: number;
}

const maxBackoffMs = 15_000;

/** Creates the poll of one target; nothing is asked before somebody watches. */
export function createSharedPoll(options: SharedPollOptions): SharedPoll {
  const mailboxes = new Set<Mailbox<ProgressEvent>>();
  let last: ProgressEvent | null = null;
  let answered = false;
  let running: AbortController | null = null;

  const publish = (event: ProgressEvent) => {
    last = event;
    for (const mailbox of mailboxes) mailbox.put(event);
  };
  const run = async (controller: AbortController, intervalMs: number) => {
    const { clock, nudge, random, ask } = options;
    const { signal } = controller;
    const own = { clock, nudge, signal, intervalMs, maxBackoffMs, ask };
    try {
      for await (const event of poll(random === undefined ? own : { ...own, random })) {
        if (event.kind === 'answer') publish(event.value);
        else if (options.isFinal(event.error, answered)) throw event.error;
        else publish({ kind: 'failure', at: event.at, since: event.since, error: event.error });
        answered ||= event.kind === 'answer';
      }
    } catch (error) {
      running = null;
      for (const mailbox of mailboxes) mailbox.fail(error);
      mailboxes.clear();
    }
  };
  const join = (mailbox: Mailbox<ProgressEvent>, intervalMs: number) => {
    mailboxes.add(mailbox);
    if (last !== null) mailbox.put(last);
    if (running !== null) return;
    running = new AbortController();
    run(running, intervalMs);
  };
  const leave = (mailbox: Mailbox<ProgressEvent>) => {
    if (!mailboxes.delete(mailbox) || mailboxes.size > 0) return;
    running?.abort();
    running = null;
  };
  return {
    publish,
    async *watch({ signal, intervalMs }) {
      const mailbox = createMailbox<ProgressEvent>((next, previous) => next.kind === previous.kind);
      join(mailbox, intervalMs);
      try {
        yield* mailbox.read(signal);
      } finally {
        leave(mailbox);
      }
    },
  };
}
