import type { CallFailure } from '../../core/call-failure.ts';
import type { FacetLine } from '../../core/facet-list.ts';
import type { NarrowedView } from '../../core/narrowed-view.ts';
import type { AuditEvent } from './model.ts';
import { type EventsBase, type EventsQuestion, same } from './store-events-question.ts';

/** The events that are here. They stay while others are asked for, and when that fails. */
export interface EventsLoad {
  /** What the events answer; null before the first answer. */
  readonly of: EventsBase | null;
  /** The newest first. */
  readonly events: readonly AuditEvent[];
  /** Bounds of the window, epoch milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  /** What the server counts, about; null when it does not tell for all of the window. */
  readonly total: number | null;
  /** Rows that could not be read. */
  readonly unreadable: number;
  readonly warnings: readonly string[];
  /** `part`: there are older ones that are not here. */
  readonly state: 'idle' | 'asking' | 'part' | 'whole';
  readonly failure: CallFailure | null;
}

/** One snapshot of the audit events. */
export interface EventsSnapshot {
  readonly question: EventsQuestion;
  readonly load: EventsLoad;
  /** What the user chose on the screen alone. */
  readonly view: NarrowedView<AuditEvent>;
  /** The lines of the facets. */
  readonly items: readonly FacetLine[];
}

/** Whether the events on the screen are those that are asked for. */
export function loadIsCurrent({
  question,
  load,
}: Pick<EventsSnapshot, 'question' | 'load'>): boolean {
  if (load.of === null) return false;
  const { span, dryRun } = question;
  return same(load.of, { span, dryRun });
}
