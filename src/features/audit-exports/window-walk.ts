import type { ApiClient, BodyMemory } from '../../api/types.ts';
import { auditPackages } from '../../api/xray/endpoints.ts';
import type { AuditRow } from '../../api/xray/row-identity.ts';
import type { AuditMeta } from '../../api/xray/schema.ts';
import type { Clock } from '../../core/clock.ts';
import { formatDuration } from '../../core/duration.ts';
import { exitCodes, ScandeckError } from '../../core/errors.ts';
import { formatTime } from '../../core/time.ts';
import type { RowRun } from '../../export-engine/kind.ts';
import type { AuditWindow } from './audit-windows.ts';
import { type WalkPlace, walkPages, walkStart } from './page-walk.ts';
import type { Direction } from './seen-rows.ts';

/** What is asked of a window. */
export interface WindowQuery {
  readonly window: Pick<AuditWindow, 'fromMs' | 'toMs'>;
  readonly direction: Direction;
  readonly dryRun: boolean;
  readonly explain: boolean;
  /** Rows a page, 2 or more. */
  readonly pageRows: number;
  /**
   * Whether the window must have ended by the server's clock, too: what happens in the rest of it
   * would be in no other window either.
   */
  readonly isFinal: boolean;
  /** Where to go on; null at the window's beginning. */
  readonly place: WalkPlace | null;
}

/** Some rows of a window. */
export interface WindowPage {
  /** In the order of their ids, each once, and none of another window. */
  readonly rows: readonly AuditRow[];
  /** The same, where they need not be looked at one by one. */
  readonly run: RowRun | undefined;
  /** Rows without an id or a time. */
  readonly unreadable: readonly Uint8Array[];
  readonly duplicates: number;
  /** What the server counts; it may count some rows at the window's edges that are not in it. */
  readonly total: number | null;
  readonly place: WalkPlace;
  /** The server's own word on the query. */
  readonly wireMeta: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
  /** What the rows are views of. */
  readonly body: Uint8Array;
}

/** What a window is read with. */
export interface WindowContext {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Where pages are read into. @default fresh memory */
  readonly memory?: BodyMemory;
  /** Pages that are asked for at once. @default 2 */
  readonly inFlight?: () => number;
}

/**
 * No document tells whether a bound belongs to the time that it bounds, nor whether created_at is cut
 * or rounded to its second. So a second more is asked for before the window, and the rows' own times
 * decide. At the end nothing more is needed: a row of the window's last second is before `toMs`
 * however it was rounded.
 */
const marginMs = 1000;

const tryTimeoutMs = 60_000;

/**
 * Reads a window page by page; the last page may be empty.
 *
 * @throws ApiError; ScandeckError `window-differs` when the server looked at another time,
 * `window-open` when it is not over by the server's clock, `unexpected-answer`
 */
export async function* readWindow(
  query: WindowQuery,
  { client, clock, signal, memory, inFlight }: WindowContext,
): AsyncGenerator<WindowPage> {
  const { window, direction, dryRun, explain } = query;
  const bounds = { startMs: window.fromMs - marginMs, endMs: window.toMs };
  const isInside = ({ atMs }: AuditRow) => atMs >= window.fromMs && atMs < window.toMs;
  const pages = walkPages({
    direction,
    signal,
    inFlight,
    place: query.place ?? walkStart(query.pageRows),
    ask: async ({ offset, rows, includeTotal }, stop) => {
      const asked = { ...bounds, direction, dryRun, explain, offset, includeTotal };
      const page = await auditPackages(
        client,
        { ...asked, numOfRows: rows },
        { signal: stop, tryTimeoutMs, ...(memory === undefined ? {} : { memory }) },
      );
      checkMeta(page.meta, query, clock.now());
      if (query.isFinal) checkOver(page.answeredAt, window.toMs);
      return page;
    },
  });
  let isTold = query.place !== null;
  for await (const { read, page, warnings, ...rest } of pages) {
    const untold = isTold || page.meta.endMs !== null ? [] : [untoldWindow];
    isTold = true;
    const { plain, unreadable } = read;
    const isRun = plain !== null && plain.fromMs >= window.fromMs && plain.lastMs < window.toMs;
    let rows: readonly AuditRow[] | null = null;
    yield {
      get rows() {
        rows ??= read.rows.filter(isInside);
        return rows;
      },
      run: isRun ? plain : undefined,
      unreadable,
      ...rest,
      wireMeta: page.wireMeta,
      body: page.body,
      warnings: [...untold, ...warnings],
    };
  }
}

const untoldWindow =
  'the server does not say which time it looked at, so it is not proven to be the one asked for';

/** The server tells in `meta` which time it really looked at. */
function checkMeta({ startMs, endMs, dryRun }: AuditMeta, query: WindowQuery, nowMs: number): void {
  const { fromMs, toMs } = query.window;
  const isLate = startMs !== null && startMs > fromMs;
  const isEarly = endMs !== null && endMs < toMs;
  const isOther = dryRun !== null && dryRun !== query.dryRun;
  if (isOther) throw differs(`${dryRun ? 'dry-run' : 'real'} events instead of the others`);
  if (!isLate && !isEarly) return;
  const text = (ms: number | null) => (ms === null ? 'an untold time' : formatTime(ms));
  const what = `${text(startMs)} to ${text(endMs)} instead of ${formatTime(fromMs)} to ${formatTime(toMs)}`;
  const mayBeClock = !isLate && nowMs - toMs < recentMs;
  throw differs(what, mayBeClock ? toMs - (endMs ?? toMs) : undefined);
}

function checkOver(answeredAt: number | null, toMs: number): void {
  if (answeredAt === null || answeredAt >= toMs) return;
  const behind = formatDuration(toMs - answeredAt);
  throw new ScandeckError(
    `JFrog Xray: by the server's clock it is ${formatTime(answeredAt)}, and the export goes up to ${formatTime(toMs)}`,
    {
      code: 'window-open',
      who: 'environment',
      exitCode: exitCodes.refused,
      hint: `Try again in ${behind}, or name an earlier --until; \`scandeck doctor\` compares the clocks.`,
      retryable: true,
    },
  );
}

/** A window that ended so short ago may not have ended by the server's clock. */
const recentMs = 600_000;

function differs(what: string, behindMs?: number): ScandeckError {
  const isClock = behindMs !== undefined;
  return new ScandeckError(`JFrog Xray: the server answered for ${what}`, {
    code: 'window-differs',
    who: isClock ? 'environment' : 'vendor',
    exitCode: exitCodes.refused,
    hint: isClock
      ? `Its clock may be ${formatDuration(behindMs)} behind this machine's: name an earlier --until, or try again then. \`scandeck doctor\` compares the clocks.`
      : 'Its rows could be incomplete, so none is shown; `scandeck --debug FILE` keeps the exchange for a report.',
    retryable: isClock,
  });
}
