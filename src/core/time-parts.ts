/** A stretch of time, in milliseconds or any other whole unit: closed at `since`, open at `until`. */
export interface Stretch {
  readonly since: number;
  readonly until: number;
}

/** A window that is read in parts, each with few enough rows to be read to its end. */
export interface TimeParts {
  /** The next part; null when all of the window is covered. Asked again, it gives the same part. */
  next(): Stretch | null;
  /** Tells how many rows the part has. @returns whether it has to be read; else `next` gives less */
  fits(part: Stretch, found: number): boolean;
  /** The part was read to its end, and had so many rows. */
  done(part: Stretch, found: number): void;
}

/** How a window is divided. */
export interface PartsOptions {
  readonly window: Stretch;
  /** Rows that the whole window has. */
  readonly found: number;
  /** The most rows that a part may have. */
  readonly limit: number;
  /** Whether the latest part comes first. */
  readonly newestFirst: boolean;
}

/** A part is aimed at this share of the limit, so that few are too large at once. */
const aim = 0.8;
/** A part may grow to so many times the one before it. */
const growth = 4;

/**
 * Divides a window. A part that is too large is cut to at most its half, again and again until it
 * fits or is one unit long; the next part's length follows from how many rows the last had.
 */
export function createTimeParts({ window, found, limit, newestFirst }: PartsOptions): TimeParts {
  const target = limit * aim;
  let { since, until } = window;
  const cut = (length: number, rows: number) =>
    Math.max(1, Math.floor(length * Math.min(0.5, target / Math.max(1, rows))));
  let length = cut(until - since, found);
  return {
    next: () => {
      if (since >= until) return null;
      const size = Math.min(length, until - since);
      return newestFirst ? { since: until - size, until } : { since, until: since + size };
    },
    fits: (part, rows) => {
      const size = part.until - part.since;
      if (rows < limit || size <= 1) return true;
      length = cut(size, rows);
      return false;
    },
    done: (part, rows) => {
      const size = part.until - part.since;
      length = Math.max(1, Math.floor(size * Math.min(growth, target / Math.max(1, rows))));
      if (newestFirst) until = part.since;
      else since = part.until;
    },
  };
}
