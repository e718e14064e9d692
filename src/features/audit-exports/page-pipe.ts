import type { AuditPage } from '../../api/xray/schema.ts';

/** Asks for one page of the window that is walked. */
export type AskPage = (
  at: { readonly offset: number; readonly rows: number; readonly includeTotal: boolean },
  signal: AbortSignal,
) => Promise<AuditPage>;

/** The page that is wanted now, and how far the list is known to reach. */
export interface WantedPage {
  readonly offset: number;
  /** Rows a page. */
  readonly size: number;
  /** How far the next page begins behind it, if it comes full. */
  readonly step: number;
  /** Rows of the list, as far as the server told; null when it did not. */
  readonly total: number | null;
  readonly includeTotal: boolean;
}

/** Pages of one window, asked for a little ahead of their use. */
export interface PagePipe extends Disposable {
  /** @throws what asking throws */
  next(wanted: WantedPage): Promise<AuditPage>;
}

/** The wanted page and the one after it. */
const usuallyInFlight = () => 2;

interface Asked {
  readonly offset: number;
  readonly size: number;
  readonly page: Promise<AuditPage>;
}

/** How far a page begins behind the one before it: each but the first repeats one row. */
export const stepOf = (size: number) => Math.max(1, size - 1);

/**
 * Creates a pipe. What it asks for ahead is a guess that every page comes full: as soon as another
 * page is wanted than was guessed, the guesses are given up.
 *
 * @param inFlight pages that are asked for at once
 */
export function createPagePipe(
  ask: AskPage,
  signal: AbortSignal,
  inFlight = usuallyInFlight,
): PagePipe {
  let guesses: Asked[] = [];
  let stop = new AbortController();
  const giveUp = () => {
    stop.abort();
    stop = new AbortController();
    guesses = [];
  };
  const begin = (offset: number, size: number, includeTotal: boolean): Asked => {
    const both = AbortSignal.any([signal, stop.signal]);
    const page = ask({ offset, rows: size, includeTotal }, both);
    // A guess that nobody comes for fails for nobody.
    page.catch(() => undefined);
    return { offset, size, page };
  };
  const guessAfter = (
    last: Asked,
    count: number,
    { step, total }: Pick<WantedPage, 'step' | 'total'>,
  ) => {
    let { offset } = guesses.at(-1) ?? last;
    while (guesses.length < count) {
      offset += step;
      if (total !== null && offset + 1 >= total) return;
      guesses.push(begin(offset, last.size, false));
    }
  };
  return {
    next: async ({ offset, size, step, total, includeTotal }) => {
      const [guess] = guesses;
      const isGuessed = guess?.offset === offset && guess.size === size;
      if (isGuessed) guesses.shift();
      else giveUp();
      const asked = isGuessed ? guess : begin(offset, size, includeTotal);
      if (total !== null) guessAfter(asked, inFlight() - 1, { step, total });
      const page = await asked.page;
      const isFull = page.count === size;
      if (isFull) guessAfter(asked, inFlight(), { step, total: page.meta.totalCount ?? total });
      return page;
    },
    [Symbol.dispose]: giveUp,
  };
}
