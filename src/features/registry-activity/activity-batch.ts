import type { ActivityCriteria, Tier } from './criteria.ts';
import type { ActivityEvent } from './model.ts';

/** A stretch of time that is listed, half open. Epoch milliseconds. */
export interface ListOptions {
  readonly criteria: ActivityCriteria;
  readonly fromMs: number;
  readonly toMs: number;
  /** The newest that are wanted; 0 for all. */
  readonly limit: number;
  readonly signal?: AbortSignal;
  /**
   * Told when the vendor refused a query within its answer, and until when that is waited out (epoch
   * milliseconds). Without it, such a refusal is thrown.
   */
  readonly onWait?: (untilMs: number) => void;
}

/** Some rows of a listing, newest first, and what is known once they are there. */
export interface ActivityBatch {
  readonly items: readonly ActivityEvent[];
  /** Rows of this batch that were no activity event, or could not be decoded. */
  readonly undecodable: number;
  /** What the vendor warned of, in words; each once a listing. */
  readonly warnings: readonly string[];
  /** The tier that was asked. */
  readonly tier: Tier;
  /** There are older ones that the limit left out; told with the last batch. */
  readonly truncated: boolean;
  /** Nothing at all is here, and the archive may have it; told with the last batch. */
  readonly tryArchive: boolean;
  /** Rows of the window could not be had, and `warnings` says why; nothing more is left out. */
  readonly incomplete?: boolean;
}
