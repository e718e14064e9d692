import { hash } from 'node:crypto';
import type { ActivityEvent } from './model.ts';
import { rowKey } from './store-buffer.ts';

/** So many of the last events are known again, at least: memory does not grow with a file. */
export const doublesWithin = 50_000;

/** Tells events that came before from those that did not. */
export interface Doubles {
  /** Whether no event of the last ones had its id, time, action, outcome and target. */
  isNew(event: ActivityEvent): boolean;
  /** How many were not new. */
  count(): number;
}

/**
 * Creates one that knows nothing yet. Up to twice as many keys are kept as are promised.
 *
 * @param within events of the past that are known again
 */
export function createDoubles(within = doublesWithin): Doubles {
  let recent = new Set<string>();
  let older = new Set<string>();
  let count = 0;
  return {
    count: () => count,
    isNew: (event) => {
      // As short for all: many are kept.
      const key = hash('sha1', rowKey(event), 'base64');
      if (recent.has(key) || older.has(key)) {
        count += 1;
        return false;
      }
      recent.add(key);
      if (recent.size >= within) {
        older = recent;
        recent = new Set();
      }
      return true;
    },
  };
}
