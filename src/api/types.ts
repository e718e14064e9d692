/** The five vendor systems, by the name that they have in a profile. */
export const sourceIds = [
  'prisma',
  'carbonBlack',
  'xray',
  'workloadProtection',
  'activityTracking',
] as const;
export type SourceId = (typeof sourceIds)[number];

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A call as an endpoint describes it. */
export interface ApiRequest {
  readonly method: Method;
  /** Absolute path below the source's base URL, with a leading slash and without a query. */
  readonly path: string;
  /** Undefined values are left out; arrays repeat the key. */
  readonly query?: Readonly<
    Record<string, string | number | boolean | readonly string[] | undefined>
  >;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, with `contentType`. */
  readonly body?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Whether the call changes something at the vendor. A read-only profile refuses writes here, in
   * the client.
   *
   * @default 'read' for GET and HEAD, else 'write'
   */
  readonly effect?: 'read' | 'write';
  /**
   * Whether the call may be sent again after a failure.
   *
   * @default true for effect 'read', else false
   */
  readonly idempotent?: boolean;
  /** @default 4; a poll that backs off by itself passes 1. */
  readonly tries?: number;
  /** Milliseconds for one try. @default 30000 */
  readonly tryTimeoutMs?: number;
  /** Milliseconds for all tries and the waits between them. @default 120000 */
  readonly totalTimeoutMs?: number;
  /** Bytes of the decoded body. @default 64 MiB */
  readonly maxBodyBytes?: number;
  /** Where the body's memory comes from, when its length is known before. @default fresh memory */
  readonly memory?: BodyMemory;
  readonly signal?: AbortSignal;
}

/** Memory for bodies, kept by a caller who knows when a body is no longer looked at. */
export interface BodyMemory {
  /** At least `bytes` long; what it holds is overwritten. */
  take(bytes: number): Buffer;
}

/** A whole answer; its status is below 300 unless `exchange` was called. */
export interface ApiResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /**
   * Parses the body, integers past 2^53 as bigint.
   *
   * @throws ApiError `not-json`, `cut-short`
   */
  json(): unknown;
}

/** One source's calls: authenticated, budgeted, retried, redacted and recorded. */
export interface ApiClient {
  readonly source: SourceId;
  /**
   * @throws ApiError for everything but an abort, which rejects with the signal's AbortError
   */
  request(request: ApiRequest): Promise<ApiResponse>;
  /**
   * Like `request`, but answers of every status come back; for `scandeck api`.
   */
  exchange(request: ApiRequest): Promise<ApiResponse>;
  /**
   * Like `request`, but the body of a good answer comes in pieces as it arrives. Nothing is asked
   * before the first piece is wanted; a failure behind the first piece is not tried again. The time
   * that the reader takes does not count against the time-outs. One that stops reading breaks the
   * call off.
   *
   * @throws ApiError
   */
  stream(request: ApiRequest): AsyncGenerator<Buffer>;
  /** What the budget allows now. */
  budget(): BudgetState;
  close(): Promise<void>;
}

/** What the budget knows of a vendor's API at a host. */
export interface BudgetState {
  /** Requests sent in the last minute. */
  readonly perMinute: number;
  /** Calls left in the vendor's window, where it is known. */
  readonly left: number | null;
  /** Epoch milliseconds until which no call is sent; null when free. */
  readonly blockedUntil: number | null;
}

/** One HTTP exchange, redacted, as the log of API calls keeps it. */
export interface Exchange {
  /** Counts up within the process. */
  readonly id: number;
  readonly source: SourceId;
  /** Epoch milliseconds at which it was sent. */
  readonly at: number;
  readonly method: Method;
  /** Path and query, safe and redacted. */
  readonly path: string;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly durationMs: number;
  readonly bytes: number;
  /** 1 for the first. */
  readonly attempt: number;
  readonly budgetLeft: number | null;
  /** The error's code, and its message in one line; null when the call went well. */
  readonly errorCode: string | null;
  readonly error: string | null;
  /** What to try next, for a failure that has a hint. */
  readonly hint?: string;
}
