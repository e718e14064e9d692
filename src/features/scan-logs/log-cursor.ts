import type { LogSort, ScanLog } from './model.ts';

/** How a search is read. */
export interface OpenOptions {
  /** @default newest first */
  readonly sort?: LogSort;
  /** Rows that one call asks for; 10,000 at most. */
  readonly pageRows: number;
  readonly signal?: AbortSignal;
  /** Keeps numbers as the vendor wrote them in `wire`; slower. */
  readonly exact?: boolean;
}

/** A search that is read page by page. What is known of it changes with every page. */
export interface LogCursor {
  /**
   * The next rows, never empty; null at the end. After a failure the same rows are asked for again.
   * Calls that overlap are answered one after the other.
   *
   * @throws ApiError; ScandeckError `unexpected-answer`; AbortError
   */
  next(): Promise<readonly ScanLog[] | null>;
  /** Rows that match; null before the first answer, and when the vendor does not tell. */
  readonly found: number | null;
  /** Rows that can be read without narrowing the time any further. */
  readonly reachable: number;
  /** What a reader has to know, in words, with how far the search reaches; texts are safe. */
  readonly notes: readonly string[];
  /** Of these, what is odd or missing in the rows. */
  readonly warnings: readonly string[];
  /** Of these, how the order differs from what was asked for; null when it does not. */
  readonly order: string | null;
  /** Why the server does not sort, so that rows are sorted here; safe. Null when it does. */
  readonly unsorted: string | null;
  /** Rows that could not be read. */
  readonly undecoded: number;
  /** Whether rows are missing that cannot be had; the notes say which. */
  readonly incomplete: boolean;
  /** The time that is searched, epoch milliseconds, once it is known. */
  readonly window: { readonly since: number; readonly until: number } | null;
}
