import type { BurstRule } from '../../api/session.ts';
import { findBursts } from './bursts.ts';
import type { ActivityEvent } from './model.ts';
import { rowKey } from './store-buffer.ts';
import { type Lens, lensMatches } from './store-lens.ts';

/** The bursts among the loaded events. */
export interface SeenBursts {
  /** The newest first. */
  readonly list: readonly SeenBurst[];
  /** Keys of the rows that belong to one of them. */
  readonly rows: ReadonlySet<string>;
}

/** A burst, and how to look at it. */
export interface SeenBurst {
  readonly lens: Lens & { readonly kind: 'burst' };
  readonly count: number;
}

/** Before anything was loaded. */
export const noBursts: SeenBursts = { list: [], rows: new Set() };

/** Finds the bursts among events. */
export function burstsAmong(events: readonly ActivityEvent[], rule: BurstRule): SeenBursts {
  const list = findBursts(events, rule).map(({ count, of, initiator, name, fromMs, toMs }) => {
    const lens = { kind: 'burst', of, initiator, name, fromMs, toMs } as const;
    return { lens, count };
  });
  const isPart = (event: ActivityEvent) => list.some(({ lens }) => lensMatches(lens, event));
  const parts = list.length === 0 ? [] : events.filter(isPart);
  return { list, rows: new Set(parts.map(rowKey)) };
}
