import type { Activity } from '../../core/activity.ts';
import type { TextFilter } from '../../core/text-filter.ts';
import { nextTurn } from '../../core/turn.ts';
import type { StreamEntry } from './store-buffer.ts';
import { filterText } from './store-filter-text.ts';

/** A filter that asks each row once: a stream's rows stay the same while others come and go. */
export interface Sieve {
  readonly passes: (entry: StreamEntry) => boolean;
}

/** Lets every row through, and looks at none. */
export const openSieve: Sieve = { passes: () => true };

/** Creates the sieve of a filter. A gap stays whatever the filter: what it hides could match. */
export function createSieve(matches: TextFilter['matches']): Sieve {
  const verdicts = new WeakMap<StreamEntry, boolean>();
  return {
    passes: (entry) => {
      if (entry.kind === 'gap') return true;
      const known = verdicts.get(entry);
      if (known !== undefined) return known;
      const verdict = matches(filterText(entry.event));
      verdicts.set(entry, verdict);
      return verdict;
    },
  };
}

/** Asks the rows that are there whether a new filter leaves them. */
export interface Sifter {
  /**
   * Begins with another sieve; the one before is given up.
   *
   * @param told called when it is known whether rows are left to be asked, and when none is
   */
  begin(sieve: Sieve, entries: readonly StreamEntry[], told: (isPending: boolean) => void): void;
  /** The sieve that is at work; null for none. */
  sieve(): Sieve | null;
}

/** Rows that are asked in one turn of the event loop: a key waits no longer than for so many. */
export const rowsATurn = 250;

/** Creates a sifter at rest. */
export function createSifter(activity: Pick<Activity, 'begin'>): Sifter {
  let current: Sieve | null = null;
  const ask = (sieve: Sieve, entries: readonly StreamEntry[]) => {
    for (const entry of entries) sieve.passes(entry);
  };
  const goOn = async (sieve: Sieve, entries: readonly StreamEntry[]) => {
    for (let end = entries.length; end > 0; end -= rowsATurn) {
      await nextTurn();
      if (current !== sieve) return false;
      ask(sieve, entries.slice(Math.max(0, end - rowsATurn), end));
    }
    return true;
  };
  return {
    sieve: () => current,
    begin: (sieve, entries, told) => {
      current = null;
      if (sieve === openSieve || entries.length <= rowsATurn) return told(false);
      current = sieve;
      told(true);
      const done = activity.begin();
      void goOn(sieve, entries).then((isWhole) => {
        if (isWhole) current = null;
        if (isWhole) told(false);
        done();
      });
    },
  };
}
