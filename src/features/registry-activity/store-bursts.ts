import type { ActivityEvent } from './model.ts';
import type { Lens } from './store-lens.ts';

/** A burst among the events, and which rows belong to it. */
export interface SeenBurst {
  readonly lens: Lens & { readonly kind: 'burst' };
  readonly count: number;
  readonly rows: readonly string[];
}

/** Finds the bursts among events, the newest first. */
export function burstsAmong(_events: readonly ActivityEvent[]): readonly SeenBurst[] {
  return [];
}
