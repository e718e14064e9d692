import { maxQueryRows, maxWindowMs } from '../../api/activity-tracking/endpoints.ts';
import type { ApiClient } from '../../api/types.ts';
import type { Clock } from '../../core/clock.ts';
import type { ActivityBatch, ListOptions } from './activity-batch.ts';
import type { ActivityCriteria, Tier } from './criteria.ts';
import { compileMatch } from './match.ts';
import type { ActivityEvent } from './model.ts';
import { patiently } from './patience.ts';
import { queryText } from './query-text.ts';
import type { Stretch } from './stretch.ts';
import type { TierNote } from './tier-note.ts';
import { createWalk } from './walk.ts';
import { askWindow, type Selection } from './window.ts';

/** What listings and tails work with. */
export interface ListParts {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly note: TierNote;
  /** The label of audit events; null for the usual one. */
  readonly applicationName: string | null;
}

/** More rows than that at once only cost memory. */
const mostRows = 12_000;
const fewestRows = 1_000;

/** Lists a window, newest first. @throws ApiError, ScandeckError */
export async function* listEvents(
  parts: ListParts,
  options: ListOptions,
): AsyncGenerator<ActivityBatch> {
  const { criteria, limit, signal, fromMs, toMs, onWait } = options;
  const { client, clock, note } = parts;
  const tier = criteria.tier ?? (await note.tier());
  const most = Math.min(mostRows, maxQueryRows[tier]);
  const cap = limit === 0 || isSortedOutHere(criteria) ? most : Math.max(fewestRows, limit * 5);
  const text = queryText(criteria, parts.applicationName);
  const matches = compileMatch(criteria);
  const selection: Selection = {
    ...{ client, text, tier, matches, signal },
    cap: Math.min(most, cap),
  };
  const ask = (stretch: Stretch) => askWindow(selection, stretch);
  const walk = createWalk({
    ...{ fromMs, toMs, cap: selection.cap, order: 'newest-first', maxSpanMs: maxWindowMs },
    ask: (stretch) =>
      onWait === undefined
        ? ask(stretch)
        : patiently(() => ask(stretch), { client, clock, signal, onWait }),
  });
  const teller = createTeller(tier);
  let told = 0;
  let rows = 0;
  let isOver = false;
  while (!isOver) {
    const step = await walk.step();
    if (step === null) break;
    if (step.kind === 'split') continue;
    const found = step.answer.found.map(({ event }) => event).reverse();
    const items = limit === 0 ? found : found.slice(0, limit - told);
    told += items.length;
    rows += step.answer.rows;
    isOver = limit > 0 && told >= limit;
    const truncated = isOver && (items.length < found.length || walk.remaining() !== null);
    yield teller.batch(step.answer, items, truncated);
  }
  if (rows > 0 || isUnnarrowed(criteria)) await note.learn(tier, rows > 0);
  if (!isOver) yield teller.end(rows === 0 && tier === 'frequent_search');
}

/** Rows that come are not all wanted, so that many have to be looked through. */
function isSortedOutHere(criteria: ActivityCriteria): boolean {
  const { initiator, target, correlationId, region, text } = criteria;
  return [initiator, target, correlationId, region, text].some((part) => part !== null);
}

/** Whether every event of the registry is asked for. */
export function isUnnarrowed({ actions, groups, outcomes, severities, query }: ActivityCriteria) {
  return (
    [actions, groups, outcomes, severities].every(({ length }) => length === 0) && query === null
  );
}

/** Tells each warning once. */
function createTeller(tier: Tier) {
  const known = new Set<string>();
  let incomplete = false;
  return {
    batch: (
      { warnings, unread, cut }: Awaited<ReturnType<typeof askWindow>>,
      items: readonly ActivityEvent[],
      truncated: boolean,
    ): ActivityBatch => {
      const fresh = [...new Set(warnings)].filter((warning) => !known.has(warning));
      for (const warning of fresh) known.add(warning);
      incomplete ||= cut !== null;
      return {
        items,
        undecodable: unread.size,
        warnings: fresh,
        tier,
        truncated,
        tryArchive: false,
        incomplete,
      };
    },
    end: (tryArchive: boolean): ActivityBatch => ({
      ...{ items: [], undecodable: 0, warnings: [], tier },
      ...{ truncated: false, tryArchive, incomplete },
    }),
  };
}
