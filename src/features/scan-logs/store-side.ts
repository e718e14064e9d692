import type { Clock } from '../../core/clock.ts';
import { isAbort } from '../../core/errors.ts';
import { createLatest } from '../../core/latest-call.ts';
import { keepInList } from '../../core/list.ts';
import type { ScanLog } from './model.ts';
import type { LogsSource } from './source.ts';
import { failureOf } from './store-failure.ts';
import { histogramOf, wantedBuckets } from './store-histogram.ts';
import type { LogsParts } from './store-parts.ts';
import type { HistoryLoad } from './store-state.ts';

/** What is asked beside rows and facets, and only when the user goes there. */
export interface SideQuestions {
  /** Has the server count scans over time, unless all of them are counted already. */
  countOverTime(): void;
  /** Drops the counts over time: they are of other criteria. */
  forgetOverTime(): void;
  /** Asks for the history that stands in front, of the image of a row. */
  history(log: ScanLog): void;
  stop(): Promise<void>;
}

/** What side questions work with. */
export interface SideOptions {
  readonly clock: Clock;
  readonly source: LogsSource;
  readonly parts: LogsParts;
}

/** Joins the side questions to the parts. */
export function createSideQuestions({ clock, source, parts }: SideOptions): SideQuestions {
  const overTime = createLatest(clock);
  const past = createLatest(clock);
  return {
    history: (log) => {
      const { fullTag, digest } = log.image;
      showHistory(parts, log, { kind: 'loading' });
      past.ask(
        (signal) => source.history({ fullTag, digest }, { signal }),
        (outcome) => {
          if (outcome.kind === 'answer') {
            showHistory(parts, log, { kind: 'ready', history: outcome.value });
          } else if (!isAbort(outcome.error)) {
            const failure = { ...failureOf(outcome.error, clock), againAt: null };
            showHistory(parts, log, { kind: 'failed', failure });
          }
        },
      );
    },
    countOverTime: () => {
      const { histogram, question } = parts.get();
      const isKnown = histogramOf(parts.get(), wantedBuckets).known === 'whole';
      if (isKnown || histogram.loading) return;
      const { criteria } = question;
      parts.histogram({ loading: true, failure: null });
      overTime.ask(
        (signal) => source.histogram(criteria, wantedBuckets, signal),
        (outcome) => {
          if (outcome.kind === 'answer') {
            parts.histogram({ of: criteria, buckets: outcome.value, loading: false });
          } else {
            const failure = { ...failureOf(outcome.error, clock), againAt: null };
            parts.histogram({ loading: false, failure });
          }
        },
      );
    },
    forgetOverTime: () => {
      overTime.cancel();
      parts.histogram({ of: null, loading: false, failure: null });
    },
    stop: async () => {
      await Promise.all([overTime.stop(), past.stop()]);
    },
  };
}

/** Into the front that was opened for it, if that still stands. */
function showHistory(parts: LogsParts, log: ScanLog, load: HistoryLoad): void {
  const front = parts.get().view.fronts.at(-1);
  if (front?.kind !== 'history' || front.log !== log) return;
  const entries = load.kind === 'ready' ? load.history.entries : [];
  const same = entries.find((entry) => entry.log.key === log.key) ?? entries[0];
  const selected = front.list.selected ?? same?.log.key ?? null;
  const ids = entries.map((entry) => entry.log.key);
  const list = keepInList({ ...front.list, selected }, ids, parts.room().front);
  parts.front({ ...front, load, list });
}
