import type { LogStore } from './log-store.ts';
import type { SortKey } from './query/compile.ts';
import { compareValues } from './query/values.ts';
import type { QueryPlan } from './query-plan.ts';
import type { LogRow } from './rows.ts';

/** Rows that were found together; none, when there was nothing in a stretch of time. */
export type Found = readonly LogRow[];

const nothing: Found = [];

/** `orderby` looks at so many rows at the most. */
const sortedRows = 10_000;

/**
 * Looks for the rows of a plan, in its order and not more than one beyond its limit. By time they
 * are found one after the other; by anything else they have to be looked at together.
 */
export function* findRows(store: LogStore, plan: QueryPlan): Generator<Found> {
  const [key, ...others] = plan.order;
  if (key === undefined) yield* anyOrder(store, plan);
  else if (key.isTime && others.length === 0) yield* byTime(store, plan, key);
  else yield* sorted(store, plan);
}

function* byTime(store: LogStore, plan: QueryPlan, { isDescending }: SortKey): Generator<Found> {
  const order = isDescending ? 'newest' : 'oldest';
  for (const rows of store.slices(plan.tier, plan.span, order)) {
    const found = rows.filter(plan.matches);
    yield isDescending ? found.reverse() : found;
  }
}

/** Without `orderby` there is no order to rely on. */
function* anyOrder(store: LogStore, plan: QueryPlan): Generator<Found> {
  for (const rows of store.slices(plan.tier, plan.span, 'newest')) {
    yield rows.filter(plan.matches).sort((a, b) => (a.logId < b.logId ? -1 : 1));
  }
}

function* sorted(store: LogStore, { tier, span, matches, order }: QueryPlan): Generator<Found> {
  const found: LogRow[] = [];
  for (const rows of store.slices(tier, span, 'newest')) {
    for (const row of rows) if (matches(row)) found.push(row);
    if (found.length >= sortedRows) break;
    yield nothing;
  }
  yield found.slice(0, sortedRows).sort((a, b) => {
    for (const { read, isDescending } of order) {
      const by = compareValues(read(a), read(b)) ?? 0;
      if (by !== 0) return isDescending ? -by : by;
    }
    return 0;
  });
}
