/** What the simulated JFrog Platform is to be like. */
export interface XraySetting {
  /**
   * How many audit events any 30 days hold, up to ten million, give or take two bursts of 16 where
   * it is no multiple of 16; those of dry-run policies, an eighth as many, come on top.
   * @default 40000
   */
  readonly auditEvents?: number;
  /** What `next_offset` is on the last page, which no document tells. @default zero */
  readonly endOfPages?: 'zero' | 'null' | 'absent';
  /** What becomes of a `num_of_rows` above its maximum. @default refused */
  readonly tooManyRows?: 'refused' | 'clamped';
  /** Whether an event at `created_at_end` itself is in the window. @default exclusive */
  readonly endBound?: 'exclusive' | 'inclusive';
  /** Whether a window's hours are counted from and to whole hours. @default exact */
  readonly spanCount?: 'exact' | 'whole-hours';
  /** Whether a window may be wider than 168 hours, as before that limit. @default false */
  readonly longWindows?: boolean;
  /** Whether the platform has Curation at all; without it the call answers 404. @default true */
  readonly licensed?: boolean;
}

/** The setting with all its defaults. */
export type CompleteSetting = Required<XraySetting>;

/** How many audit events 30 days hold without a setting. */
export const usualAuditEvents = 40_000;
/** More ids than that would run into those of the dry runs. */
export const mostAuditEvents = 10_000_000;

/** @throws RangeError for more events than the simulator can make */
export function completeSetting(setting: XraySetting = {}): CompleteSetting {
  const complete = {
    auditEvents: usualAuditEvents,
    endOfPages: 'zero',
    tooManyRows: 'refused',
    endBound: 'exclusive',
    spanCount: 'exact',
    longWindows: false,
    licensed: true,
    ...setting,
  } as const;
  const { auditEvents } = complete;
  if (Number.isInteger(auditEvents) && auditEvents >= 0 && auditEvents <= mostAuditEvents)
    return complete;
  throw new RangeError(`auditEvents is a whole number from 0 to ${mostAuditEvents}`);
}
