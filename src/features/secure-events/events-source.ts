import type { AuditEntry, AuditQuery, AuditSeries, AuditType } from './audit-model.ts';
import type {
  CountOptions,
  EventCounts,
  EventWindow,
  TimeSeries,
  TopList,
} from './event-counts.ts';
import type { FilterFields } from './filter-fields.ts';
import type { EventFilter, Gap, SecureEvent } from './model.ts';
import type { TailEvent, TailOptions } from './tail-batch.ts';
import type { ImageReport, ImageResult, ImageWish } from './vulnerability-model.ts';

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
