import type { Clock } from '../../core/clock.ts';
import type { LogCriteria, LogSort } from './model.ts';
import type { LogsSource } from './source.ts';
import { createFacetLoader } from './store-facets.ts';
import type { LogsParts } from './store-parts.ts';
import { createSearch } from './store-search.ts';
import { createSideQuestions, type SideQuestions } from './store-side.ts';
import { sameCriteria } from './store-state.ts';

/** All that reaches the vendor. Nothing here rejects: what fails is in the snapshot. */
export interface Asking extends Pick<SideQuestions, 'countOverTime' | 'history'> {
  start(): void;
  stop(): Promise<void>;
  /** Asks for other scans, once the choices have settled. */
  choose(criteria: LogCriteria): void;
  sort(sort: LogSort): void;
  /** Both at once, as a saved view or a place has them. */
  recall(criteria: LogCriteria, sort: LogSort): void;
  /** Asks again what failed; when nothing had, asks all anew. */
  refresh(): void;
  /** Loads the next page, if there is one and none is on its way. */
  more(): void;
}

/** What asking works with. */
export interface AskingOptions {
  readonly clock: Clock;
  readonly source: LogsSource;
  readonly parts: LogsParts;
}

/** How long a choice has to stand before it is asked for. */
const settleMs = 150;
/** Rows a page: more than two screens, in a body that a slow link bears. */
const pageRows = 200;

/** Joins the parts to their source. */
export function createAsking({ clock, source, parts }: AskingOptions): Asking {
  const common = { source, clock };
  const rows = () => parts.get().rows;
  const search = createSearch({ ...common, pageRows, get: rows, put: parts.rows });
  const facets = createFacetLoader({ ...common, get: () => parts.get().facets, put: parts.facets });
  const side = createSideQuestions({ clock, source, parts });
  const ask = (criteria: LogCriteria, sort: LogSort, delayMs: number) => {
    const isOther = !sameCriteria(parts.get().question.criteria, criteria);
    const question = { criteria, sort };
    parts.ask(question);
    search.begin(question, delayMs);
    if (!isOther && delayMs > 0) return;
    side.forgetOverTime();
    facets.begin(criteria, delayMs);
  };
  const again = () => ask(parts.get().question.criteria, parts.get().question.sort, 0);
  return {
    start: again,
    stop: async () => {
      await Promise.all([search.stop(), facets.stop(), side.stop()]);
    },
    choose: (criteria) => ask(criteria, parts.get().question.sort, settleMs),
    sort: (sort) => ask(parts.get().question.criteria, sort, settleMs),
    recall: (criteria, sort) => ask(criteria, sort, settleMs),
    refresh: () => {
      const front = parts.get().view.fronts.at(-1);
      if (front?.kind === 'history') return side.history(front.log);
      const hadFailed = [search.retry(), facets.retry()].some(Boolean);
      if (parts.get().histogram.failure !== null) side.countOverTime();
      else if (!hadFailed) again();
    },
    more: search.more,
    countOverTime: side.countOverTime,
    history: side.history,
  };
}
