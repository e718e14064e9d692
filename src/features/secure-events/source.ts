import type { Session } from '../../api/session.ts';
import type { AuditEntry, AuditQuery, AuditSeries, AuditType } from './audit-model.ts';
import type { MinuteCounts } from './event-ledger.ts';
import type { EventFilter, Gap, SecureEvent, TailItem } from './model.ts';
import { auditCalls, eventCalls, imageCalls, openApi } from './source-calls.ts';
import type { ImageReport, ImageResult, ImageWish } from './vulnerability-model.ts';

/** Where a tail stands. It can be kept, and a tail that is given it goes on exactly there. */
export interface TailCursor {
  /** Everything up to here was looked at, but for what came late. */
  readonly positionNs: bigint;
  /** Everything up to here was looked at again for what came late. @default before `positionNs` */
  readonly provenNs?: bigint;
  /** Where it began; nothing older is told. */
  readonly sinceNs: bigint;
  /**
   * Ids and times of the events behind `provenNs`, so that none is told twice. The tail goes on
   * changing it: take what is needed before asking for the next batch.
   */
  readonly seen: Iterable<readonly [id: string, atNs: bigint]>;
  /** How many events were told in each minute of the last day, to be compared with the server's. */
  readonly counts?: MinuteCounts;
  /** What it selects; a cursor is of no use to another filter. */
  readonly filter: EventFilter;
}

/** How a tail is read. */
export interface TailOptions {
  /** Epoch nanoseconds at which it begins. Without meaning when there is a cursor. */
  readonly sinceNs: bigint;
  readonly filter: EventFilter;
  readonly cursor?: TailCursor | null;
  readonly signal: AbortSignal;
  /** Milliseconds between polls once it is live. */
  readonly intervalMs: number;
  /** How far back each poll looks again for late events, in milliseconds. @default 60000 */
  readonly overlapMs?: number;
  /** Rows a call. @default 999, the most that the vendor gives */
  readonly pageRows?: number;
  /** In [0, 1), for the jitter. @default Math.random */
  readonly random?: () => number;
}

/** What a tail tells. `items` are in the order of time, but for events that are late. */
export interface TailBatch {
  readonly kind: 'batch';
  readonly items: readonly TailItem[];
  /** The position once `items` are taken. */
  readonly cursor: TailCursor;
  readonly state: 'live' | 'catching-up';
  /** Nanoseconds from the position to now, while it catches up. */
  readonly lagNs: bigint;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A failed poll; the tail goes on by itself from where it was. Times in epoch milliseconds. */
export interface TailFailure {
  readonly kind: 'failure';
  readonly error: unknown;
  readonly at: number;
  readonly since: number;
  readonly failures: number;
  readonly nextAt: number;
}

export type TailEvent = TailBatch | TailFailure;

/** A stretch of time that is listed. Ends in epoch nanoseconds, both included. */
export interface EventWindow {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly filter: EventFilter;
}

/** How a window is listed. */
export interface ListOptions extends EventWindow {
  /** The newest that are wanted; 0 for all. */
  readonly limit: number;
  readonly signal?: AbortSignal;
  /** Told what could not be had; the list goes on. */
  readonly onGap?: (gap: Gap) => void;
  /** Told how many events match in all, where the vendor tells. */
  readonly onTotal?: (total: number) => void;
}

/** How often a value occurs. Texts are hostile. */
export interface TopValue {
  readonly key: string;
  readonly count: number;
  /** The field that the key is a value of, for a filter; null when the vendor does not tell. */
  readonly label: string | null;
}

/** The most frequent values of some fields; a field that the server lacks is left out. */
export interface TopList {
  /** `ruleName`, `kubernetes.cluster.name`, `workload`, `mitre`, ... */
  readonly field: string;
  readonly values: readonly TopValue[];
}

/** Events counted by category (`policyEvents`, ...) and severity, 0 to 7. */
export interface EventCounts {
  readonly byCategory: ReadonlyMap<string, readonly number[]>;
  readonly bySeverity: readonly number[];
  readonly total: number;
}

/** Events over time, a line a group: a severity's number or a user. */
export interface TimeSeries {
  /** Nanoseconds from one point to the next. */
  readonly stepNs: bigint;
  readonly groups: ReadonlyMap<string, readonly SeriesPoint[]>;
}

export interface SeriesPoint {
  readonly atNs: bigint;
  readonly count: number;
}

/** A field that filters can name. */
export interface FilterField {
  readonly name: string;
  /** `string`, `number`, ...; null when it is not known. */
  readonly type: string | null;
  /** Operators that it takes; null for all. */
  readonly operators: readonly string[] | null;
}

/** The fields of filters, and who says so. */
export interface FilterFields {
  readonly fields: readonly FilterField[];
  readonly from: 'server' | 'built-in';
  /** Why the server did not tell, where it may know some. */
  readonly failure?: unknown;
}

/** Options of the calls that count. */
export interface CountOptions extends EventWindow {
  readonly signal?: AbortSignal;
}

/** What happened during an activity. */
export interface AuditTrace {
  readonly entries: readonly AuditEntry[];
  /** Whether that is all, as far as the server tells. */
  readonly isWhole: boolean;
}

/** The only way of this feature to the vendor. */
export interface EventsSource {
  /** Follows events until the signal is aborted. */
  tail(options: TailOptions): AsyncGenerator<TailEvent>;
  /** Lists a window, newest first, in pages that are never empty. @throws ApiError */
  list(options: ListOptions): AsyncGenerator<readonly SecureEvent[]>;
  /** Asks for a gap once more: oldest first. What is still not proven is told to `onGap`. */
  fillGap(
    gap: Gap,
    filter: EventFilter,
    options: { readonly signal?: AbortSignal; readonly onGap?: (gap: Gap) => void },
  ): AsyncGenerator<readonly SecureEvent[]>;
  /** @throws ApiError, 404 when there is none */
  event(id: string, signal?: AbortSignal): Promise<SecureEvent>;
  /** Counts any stretch of time. @throws ApiError */
  count(options: CountOptions): Promise<EventCounts>;
  /** @param rows 5 or 10 values a field @throws ApiError */
  topStats(options: CountOptions & { readonly rows: 5 | 10 }): Promise<readonly TopList[]>;
  /** Null when the server's answer cannot be read as a series. @throws ApiError */
  timeSeries(
    options: CountOptions & { readonly metric: 'severity' | 'user' },
  ): Promise<TimeSeries | null>;
  /** The fields that filters may name: the server's, else a built-in list. Never throws but aborts. */
  filters(signal?: AbortSignal): Promise<FilterFields>;
  /** Whether the events service answers at all. @throws ApiError */
  status(signal?: AbortSignal): Promise<void>;
  /** Lists activity, newest first, in pages that are never empty. @throws ApiError */
  activityAudit(
    options: AuditQuery & {
      /** 0 for all. */
      readonly limit: number;
      readonly onGap?: (gap: Gap) => void;
      readonly onTotal?: (total: number) => void;
    },
  ): AsyncGenerator<readonly AuditEntry[]>;
  /** @throws ApiError; ScandeckError `unexpected-answer` */
  auditSummary(options: AuditQuery): Promise<readonly AuditSeries[]>;
  /** @throws ApiError, 404 when there is none */
  auditEvent(type: AuditType, id: string, signal?: AbortSignal): Promise<AuditEntry>;
  /** All that happened during an activity. @throws ApiError, also when it cannot be traced */
  auditTrace(type: AuditType, id: string, signal?: AbortSignal): Promise<AuditTrace>;
  /** The results that match an image, the surest first. @throws ApiError */
  imageResults(wish: ImageWish, signal?: AbortSignal): Promise<readonly ImageResult[]>;
  /**
   * The surest result with its vulnerabilities; null when there is none.
   *
   * @throws ApiError; ScandeckError `not-found` where there are more results than are looked through
   */
  imageVulnerabilities(wish: ImageWish, signal?: AbortSignal): Promise<ImageReport | null>;
}

/** Creates a source; nothing is asked, and no client is made, before its first call. */
export function createEventsSource(session: Session): EventsSource {
  const api = openApi(session);
  return { ...eventCalls(session, api), ...auditCalls(api), ...imageCalls(api) };
}
