import type { Activity } from '../../core/activity.ts';
import { emptyList } from '../../core/list.ts';
import { nextTurn } from '../../core/turn.ts';
import { createColumnTally, sortValues, type ValueOrder } from './store-columns.ts';
import type { EventsParts } from './store-parts.ts';
import type { Chosen, EventsQuestion } from './store-question.ts';
import { rowsATurn } from './store-sieve.ts';
import type { CountsFront, EventsSnapshot } from './store-state.ts';

/** Counting the values of a column. */
export interface Counts {
  /** Opens the table of the focused column's values, over the rows that are here now. */
  countColumn(): void;
  /** Sorts the table by the next of its columns. */
  sortNext(): void;
  reverse(): void;
}

/** What counting works with. */
export interface CountsOptions {
  readonly activity: Pick<Activity, 'begin'>;
  readonly parts: EventsParts;
  /** Told before the table is put in front. */
  readonly onLeave: () => void;
}

/** Joins the tables of counts to the parts that they count. */
export function createCounts({ activity, parts, onLeave }: CountsOptions): Counts {
  const sort = (change: (order: ValueOrder) => ValueOrder) => {
    const front = countsInFront(parts.get());
    if (front === null || front.isPending) return;
    const order = change(front.order);
    parts.front(front, { ...front, order, values: sortValues(front.values, order) });
  };
  return {
    countColumn: () => {
      const { view, stream } = parts.get();
      const front: CountsFront = {
        kind: 'counts',
        column: view.column,
        counted: view.rows.length,
        of: stream.entries.length,
        isPending: true,
        values: [],
        order: { by: 'count', reversed: false },
        list: emptyList,
      };
      onLeave();
      parts.view({ fronts: [...view.fronts, front] });
      const done = activity.begin();
      void count(parts, front).finally(done);
    },
    sortNext: () => sort(({ by }) => ({ by: by === 'count' ? 'value' : 'count', reversed: false })),
    reverse: () => sort((order) => ({ ...order, reversed: !order.reversed })),
  };
}

/** The rows are those of the moment of asking: a table whose counts move can not be read. */
async function count(parts: EventsParts, front: CountsFront): Promise<void> {
  const { rows } = parts.get().view;
  const tally = createColumnTally(front.column);
  for (let at = 0; at < rows.length; at += rowsATurn) {
    if (at > 0) await nextTurn();
    if (!parts.get().view.fronts.includes(front)) return;
    for (const row of rows.slice(at, at + rowsATurn)) {
      if (row.kind === 'event') tally.add(row.event);
    }
  }
  const values = sortValues(tally.values(), front.order);
  const counted = values.reduce((sum, value) => sum + value.count, 0);
  const list = { ...emptyList, selected: values[0]?.text ?? null };
  parts.front(front, { ...front, isPending: false, counted, values, list });
}

/** The table that stands in front; null for none. */
export function countsInFront({ view }: Pick<EventsSnapshot, 'view'>): CountsFront | null {
  const front = view.fronts.at(-1);
  return front?.kind === 'counts' ? front : null;
}

/** The question narrowed to what is chosen; in its groups nothing else is left chosen. */
export function narrowTo(question: EventsQuestion, chosen: readonly Chosen[]): EventsQuestion {
  const groups = new Set(chosen.map(({ group }) => group));
  const others = question.chosen.filter(({ group }) => !groups.has(group));
  return { ...question, chosen: [...others, ...chosen] };
}
