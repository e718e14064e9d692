import type { Session } from '../../api/session.ts';
import { xrayApi } from '../../api/xray/endpoints.ts';
import type { AuditRow } from '../../api/xray/row-identity.ts';
import { parseJson } from '../../core/json.ts';
import { type AuditWindow, auditWindows, retentionWarning } from './audit-windows.ts';
import { eventOf } from './event.ts';
import type { AuditEvent } from './model.ts';
import { readWindow } from './window-walk.ts';

/** Which events are listed. */
export interface AuditListing {
  /** Epoch milliseconds: from here on. */
  readonly fromMs: number;
  /** Epoch milliseconds: up to here, not included. */
  readonly toMs: number;
  readonly dryRun: boolean;
  readonly explain: boolean;
  /** Rows a page, 2 to 2000. @default 1000 */
  readonly pageRows?: number;
  readonly signal: AbortSignal;
}

/** Some events, the newest first. */
export interface AuditBatch {
  readonly events: readonly AuditEvent[];
  /** Rows that could not be read. */
  readonly unreadable: number;
  /** What the server counts in this batch's window; about that, at its edges. */
  readonly total: number | null;
  readonly window: AuditWindow;
  /** Whether that is the only window. */
  readonly isOnlyWindow: boolean;
  readonly warnings: readonly string[];
}

/** Curation audit events of a profile's JFrog Platform. */
export interface AuditSource {
  /**
   * Lists events, the newest first, each once. The server takes no other criteria: who wants some,
   * chooses among these.
   *
   * @throws ApiError; ScandeckError `config`, `unexpected-answer`, `window-differs`
   */
  list(listing: AuditListing): AsyncGenerator<AuditBatch>;
}

/** Creates the source of a session; the client is made at the first call. */
export function createAuditSource(session: Session): AuditSource {
  return { list: (listing) => listEvents(session, listing) };
}

async function* listEvents(session: Session, listing: AuditListing): AsyncGenerator<AuditBatch> {
  const { fromMs, toMs, dryRun, explain, pageRows = 1000, signal } = listing;
  const { clock } = session;
  const nowMs = clock.now();
  const context = { client: xrayApi(session), clock, signal };
  const windows = auditWindows({ sinceMs: fromMs, untilMs: toMs }, nowMs).toReversed();
  const isOnlyWindow = windows.length === 1;
  const start = { isFinal: false, place: null };
  let oldestMs: number | null = null;
  let batch: AuditBatch | null = null;
  for (const window of windows) {
    const query = { window, direction: 'desc', dryRun, explain, pageRows, ...start } as const;
    for await (const page of readWindow(query, context)) {
      const read = readEvents(page.rows, dryRun);
      oldestMs = read.events.at(-1)?.atMs ?? oldestMs;
      batch = {
        events: read.events,
        unreadable: page.unreadable.length + read.failed,
        total: page.total,
        ...{ window, isOnlyWindow },
        warnings: page.warnings,
      };
      yield batch;
    }
  }
  const expired = retentionWarning(fromMs, nowMs, oldestMs);
  if (batch === null || expired === null) return;
  yield { ...batch, events: [], unreadable: 0, warnings: [expired] };
}

function readEvents(rows: readonly AuditRow[], dryRun: boolean) {
  const events = rows.flatMap((row) => decodeEvent(row, dryRun) ?? []);
  return { events, failed: rows.length - events.length };
}

/** Decodes a row; null for what is no JSON object. Integers past 2^53 are bigint. */
export function decodeEvent({ bytes }: AuditRow, dryRun: boolean | null): AuditEvent | null {
  try {
    const row = parseJson(textOf(bytes));
    return isObject(row) ? eventOf(row, dryRun) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const decoder = new TextDecoder();
const textOf = (bytes: Uint8Array) => decoder.decode(bytes);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
