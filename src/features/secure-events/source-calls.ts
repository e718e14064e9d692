import type { Session } from '../../api/session.ts';
import {
  getActivity,
  getActivitySummary,
  getTrace,
  listActivity,
} from '../../api/workload-protection/audit-endpoints.ts';
import {
  type WorkloadProtectionApi,
  workloadProtectionApi,
} from '../../api/workload-protection/call.ts';
import {
  countEvents,
  getEvent,
  getFilterFields,
  getTimeSeries,
  getTopStats,
  listEvents,
  pingEvents,
} from '../../api/workload-protection/endpoints.ts';
import {
  builtInFilterFields,
  withDocumented,
} from '../../api/workload-protection/filter-fields.ts';
import { isAbort } from '../../core/errors.ts';
import { auditEntryOf } from './audit-entry.ts';
import { type AuditType, singularOf } from './audit-model.ts';
import { eventOf } from './event.ts';
import type { EventCounts } from './event-counts.ts';
import type { EventsSource } from './events-source.ts';
import type { FilterFields } from './filter-fields.ts';
import { findResults, readReport } from './image-results.ts';
import { isLacking } from './lacking-call.ts';
import { listRows, rowsOldestFirst } from './list.ts';
import type { EventFilter } from './model.ts';
import { windowsOf } from './oldest-first.ts';
import { tailEvents } from './tail.ts';
import type { AskPage } from './walk.ts';

type Open = () => WorkloadProtectionApi;
type Signal = AbortSignal | undefined;

/** A tail backs off by itself, and so waits less than other calls. */
const tailLimits = { tries: 4, totalTimeoutMs: 60_000 };

/** The calls about events. */
export function eventCalls(session: Session, api: Open) {
  const asker = (filter: EventFilter, signal: Signal, limits: object = {}): AskPage => {
    return (place, limit, known) =>
      listEvents(api(), { place, filter, limit, known }, { ...limits, ...signalOf(signal) });
  };
  return {
    tail: (options) =>
      tailEvents(options, {
        clock: session.clock,
        ask: (signal) => asker(options.cursor?.filter ?? options.filter, signal, tailLimits),
      }),
    list: ({ filter, signal, ...options }) =>
      mapped(listRows(asker(filter, signal), options), (row) => eventOf(row)),
    fillGap: ({ fromNs, toNs }, filter, { signal, onGap }) =>
      mapped(rowsOldestFirst(asker(filter, signal), { fromNs, toNs }, onGap), (row) =>
        eventOf(row),
      ),
    event: async (id, signal) => eventOf(await getEvent(api(), id, signalOf(signal))),
    count: async ({ signal, filter, ...stretch }) => {
      const parts: ReadonlyMap<string, readonly number[]>[] = [];
      for (const window of windowsOf(stretch)) {
        parts.push(await countEvents(api(), { ...window, filter }, signalOf(signal)));
      }
      return sumUp(parts.reduce(added));
    },
    topStats: ({ signal, ...query }) => getTopStats(api(), query, signalOf(signal)),
    timeSeries: ({ signal, ...query }) => getTimeSeries(api(), query, signalOf(signal)),
    filters: (signal) => readFilters(api, signal),
    status: (signal) => pingEvents(api(), signalOf(signal)),
  } satisfies Partial<EventsSource>;
}

/** The calls about activity. */
export function auditCalls(api: Open) {
  return {
    activityAudit: ({ types, filter, scope, signal, ...options }) => {
      const ask: AskPage = (place, limit) =>
        listActivity(api(), { place, limit, types, filter, scope }, signalOf(signal));
      return mapped(listRows(ask, options), auditEntryOf);
    },
    auditSummary: async ({ signal, ...query }) => {
      const { stepNs, groups } = await getActivitySummary(api(), query, signalOf(signal));
      return [...groups].map(([type, points]) => ({ type, stepNs, points }));
    },
    auditEvent: async (type, id, signal) =>
      auditEntryOf(await getActivity(api(), { type: namesOf(type), id }, signalOf(signal))),
    auditTrace: async (type, id, signal) => {
      const trace = await getTrace(api(), { type: namesOf(type), id }, signalOf(signal));
      return { entries: trace.rows.map(auditEntryOf), isWhole: trace.isWhole };
    },
  } satisfies Partial<EventsSource>;
}

/** The calls about images. */
export function imageCalls(api: Open) {
  return {
    imageResults: async (wish, signal) =>
      (await findResults(api(), wish, signalOf(signal))).results,
    imageVulnerabilities: async (wish, signal) => readReport(api(), wish, signalOf(signal)),
  } satisfies Partial<EventsSource>;
}

/** The client is made at the first call, and kept. */
export function openApi(session: Session): Open {
  let api: WorkloadProtectionApi | null = null;
  return () => {
    api ??= workloadProtectionApi(session);
    return api;
  };
}

function signalOf(signal: Signal): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

async function* mapped<Row, Item>(
  pages: AsyncGenerator<readonly Row[]>,
  itemOf: (row: Row) => Item,
): AsyncGenerator<readonly Item[]> {
  for await (const rows of pages) yield rows.map(itemOf);
}

function namesOf(type: AuditType) {
  return { plural: type, singular: singularOf(type) };
}

function added(
  one: ReadonlyMap<string, readonly number[]>,
  other: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<string, readonly number[]> {
  const sums = new Map(one);
  for (const [category, counts] of other) {
    const before = one.get(category) ?? [];
    sums.set(
      category,
      counts.map((count, level) => count + (before[level] ?? 0)),
    );
  }
  return sums;
}

function sumUp(byCategory: ReadonlyMap<string, readonly number[]>): EventCounts {
  const bySeverity = Array.from({ length: 8 }, (_, level) => {
    return [...byCategory.values()].reduce((sum, counts) => sum + (counts[level] ?? 0), 0);
  });
  return { byCategory, bySeverity, total: bySeverity.reduce((sum, count) => sum + count, 0) };
}

/** The server's fields by either of its two names, else the document's. */
async function readFilters(api: Open, signal: Signal): Promise<FilterFields> {
  let failure: unknown;
  for (const name of ['filters', 'scopeFilters'] as const) {
    try {
      const fields = await getFilterFields(api(), name, { ...signalOf(signal), tries: 1 });
      if (fields !== null) return { fields: withDocumented(fields), from: 'server' };
    } catch (error) {
      if (isAbort(error)) throw error;
      // A server may lack the call; whatever else goes wrong says nothing of what it knows.
      if (!isLacking(error)) failure = error;
    }
  }
  return { fields: builtInFilterFields, from: 'built-in', failure };
}
