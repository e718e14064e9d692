import type { Session } from '../../api/session.ts';
import { parseDuration } from '../../core/duration.ts';
import type { CountOptions } from './event-counts.ts';
import type { EventsSource } from './events-source.ts';
import { nanosOf } from './nano-time.ts';
import { type Call, createCall } from './store-calls.ts';
import type { EventsParts } from './store-parts.ts';
import { expressionOf } from './store-question.ts';
import type { EventsSnapshot } from './store-state.ts';
import { remembered } from './store-top.ts';

/** What is counted beside the stream. Each call fails for itself, and its last answer stays. */
export interface Stats {
  /** Asks for all of it now, and again every minute. */
  ask(): void;
  stop(): Promise<void>;
}

/** What the counts work with. */
export interface StatsOptions {
  readonly session: Session;
  readonly source: EventsSource;
  readonly parts: EventsParts;
}

const everyMs = 60_000;
type Name = 'counts' | 'series' | 'top';

/** Creates counts that nothing was asked of. */
export function createStats({ session, source, parts }: StatsOptions): Stats {
  const { clock } = session;
  const calls: Readonly<Record<Name | 'fields', Call>> = {
    counts: createCall(clock),
    series: createCall(clock),
    top: createCall(clock),
    fields: createCall(clock),
  };
  let cancelTimer = () => {};
  const part = <N extends Name>(
    name: N,
    ask: (options: CountOptions) => Promise<EventsSnapshot[N]['value']>,
  ) => {
    const { question } = parts.get();
    parts.put({ [name]: { ...parts.get()[name], loading: true } });
    calls[name].ask({
      ask: (signal) => ask({ ...windowOf(parts.get(), clock.now()), signal }),
      done: (value) =>
        parts.put({
          [name]: { of: question, value, at: clock.now(), loading: false, failure: null },
        }),
      failed: (failure) =>
        parts.put({
          [name]: {
            ...parts.get()[name],
            loading: false,
            failure: { ...failure, againAt: clock.now() + everyMs },
          },
        }),
    });
  };
  const askFields = () => {
    if (parts.get().fields !== null) return;
    calls.fields.ask({
      ask: (signal) => source.filters(signal),
      done: (fields) => parts.put({ fields }),
      failed: () => {},
    });
  };
  const ask = () => {
    cancelTimer();
    cancelTimer = clock.after(everyMs, ask);
    part('counts', source.count);
    part('series', (options) => source.timeSeries({ ...options, metric: 'severity' }));
    part('top', async (options) => {
      const lists = await source.topStats({ ...options, rows: 5 });
      return remembered(parts.get().top.value ?? [], lists, parts.get().question);
    });
    askFields();
  };
  return {
    ask,
    stop: async () => {
      cancelTimer();
      await Promise.all(Object.values(calls).map((call) => call.stop()));
    },
  };
}

function windowOf({ question }: EventsSnapshot, nowMs: number) {
  return {
    fromNs: nanosOf(nowMs - parseDuration(question.range)),
    toNs: nanosOf(nowMs),
    filter: expressionOf(question),
  };
}
