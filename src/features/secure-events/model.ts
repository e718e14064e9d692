import { formatNanos } from './nano-time.ts';

/**
 * How bad an event is: the vendor's number, lower is worse (0 to 3 high, 4 and 5 medium, 6 low,
 * 7 info), and the word for it. `unknown` where a number says nothing: a row of the platform's
 * audit trail has 0 and is not high.
 */
export interface EventSeverity {
  readonly level: number | null;
  readonly word: SeverityWord;
}

/** The words of a severity, the worst first. */
export const severityWords = ['high', 'medium', 'low', 'info', 'unknown'] as const;
export type SeverityWord = (typeof severityWords)[number];

/** A flat map with dotted keys, as the vendor sends labels and fields. Texts are hostile. */
export type FlatMap = Readonly<Record<string, string>>;

/** Something that the agent did about an event. */
export interface EventAction {
  readonly type: string;
  /** Null when the vendor does not tell. */
  readonly successful: boolean | null;
  readonly error: string | null;
  /** Names the capture that the action took. */
  readonly token: string | null;
}

/** One secure event. Texts are hostile; what is not known is null. */
export interface SecureEvent {
  readonly id: string;
  /** Exact nanoseconds since the epoch, from the id where it carries them. */
  readonly atNs: bigint;
  /** It came to light after events that are newer; only a tail knows. */
  readonly late: boolean;
  readonly severity: EventSeverity;
  readonly rule: string | null;
  readonly policy: string | null;
  readonly category: string | null;
  readonly originator: string | null;
  /** `syscall`, `k8s_audit`, `ibm_activitytracker`, ... */
  readonly engineSource: string | null;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly workload: string | null;
  readonly pod: string | null;
  readonly container: { readonly id: string | null; readonly name: string | null };
  readonly image: EventImage;
  readonly host: string | null;
  readonly user: string | null;
  readonly process: string | null;
  readonly output: string | null;
  readonly tags: readonly string[];
  readonly actions: readonly EventAction[];
  readonly labels: FlatMap;
  readonly fields: FlatMap;
  /** The vendor's object with its numbers intact. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** The image that an event's container runs, as far as the event tells. */
export interface EventImage {
  readonly repo: string | null;
  readonly tag: string | null;
  readonly id: string | null;
  readonly digest: string | null;
}

/** A stretch of time, ends included, of which it is not proven that all events were seen. */
export interface Gap {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  /** Safe text. */
  readonly reason: string;
}

/** One line of a stream. */
export type TailItem =
  | {
      readonly kind: 'event';
      /** The event's, where it can be told without decoding the event. */
      readonly id?: string;
      /** Decoded when it is looked at first. */
      readonly event: SecureEvent;
    }
  | { readonly kind: 'gap'; readonly gap: Gap };

/** An expression of the vendor's filter language; null for all events. */
export type EventFilter = string | null;

/** An event as the headless commands print it. Texts are as they came. */
export interface EventRecord
  extends Omit<SecureEvent, 'atNs' | 'late' | 'raw' | 'container' | 'image'> {
  readonly source: 'workload-protection';
  /** RFC 3339, UTC, nine digits of a second. */
  readonly at: string;
  readonly container: SecureEvent['container'];
  readonly image: EventImage;
}

/** A gap as the headless commands print it: times as in `EventRecord`. */
export interface GapRecord {
  readonly gap: { readonly from: string; readonly to: string; readonly reason: string };
}

/** The record of an event. */
export function recordOf(event: SecureEvent): EventRecord {
  const { atNs, late: _late, raw: _raw, id, ...rest } = event;
  return { source: 'workload-protection', id, at: formatNanos(atNs), ...rest };
}

/** The record of a gap. */
export function gapRecordOf({ fromNs, toNs, reason }: Gap): GapRecord {
  return { gap: { from: formatNanos(fromNs), to: formatNanos(toNs), reason } };
}

/** The order of events: by time, and in one nanosecond by id. */
export function inOrder(a: SecureEvent, b: SecureEvent): number {
  if (a.atNs !== b.atNs) return a.atNs < b.atNs ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
