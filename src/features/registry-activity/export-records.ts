import { type LogQuery, runQuery } from '../../api/activity-tracking/endpoints.ts';
import type { QueryMessage, QueryWarning } from '../../api/activity-tracking/messages.ts';
import type { LogRow } from '../../api/activity-tracking/rows.ts';
import { unwrap } from '../../api/activity-tracking/unwrap.ts';
import type { ApiClient } from '../../api/types.ts';
import { stringifyJson } from '../../core/json.ts';
import type { ExportRow } from '../../export-engine/kind.ts';
import { decodeEvent, isRegistryEvent } from './event.ts';
import type { EventMatch } from './match.ts';
import { judgeResult } from './result-cut.ts';
import type { Stretch } from './stretch.ts';
import type { WalkAnswer } from './walk.ts';
import { unknownMessage } from './window.ts';

/** What the records of a stretch are asked for with. */
export interface RecordQuery extends Pick<LogQuery, 'text' | 'tier' | 'limit'> {
  readonly client: ApiClient;
  readonly matches: EventMatch;
  readonly signal: AbortSignal;
}

/** The records of a stretch. */
export interface RecordAnswer extends WalkAnswer {
  /** By time and then by id. */
  readonly found: readonly ExportRow[];
  readonly undecodable: readonly Uint8Array[];
  readonly duplicates: number;
  readonly warnings: readonly string[];
}

/**
 * Asks for the records of a stretch and takes the event out of each: the text of its `user_data`,
 * byte for byte.
 *
 * Whether the bounds of a query belong to it is not documented. It is asked a millisecond wider on
 * both sides, and what lies outside is left out by its own time.
 *
 * @throws ApiError, ScandeckError
 */
export async function askRecords(query: RecordQuery, stretch: Stretch): Promise<RecordAnswer> {
  const { client, text, tier, limit, signal } = query;
  const wider = { fromMs: stretch.fromMs - 1, toMs: stretch.toMs + 1 };
  const take = createTaker(query, stretch);
  for await (const message of runQuery(client, { text, tier, limit, ...wider }, { signal })) {
    take.message(message);
  }
  return take.answer();
}

/** A record, and the microsecond that it is placed by. */
interface Placed extends ExportRow {
  readonly micros: bigint;
}

type Message = Exclude<QueryMessage, { readonly kind: 'failure' }>;

function createTaker({ limit, matches }: RecordQuery, stretch: Stretch) {
  /** By key: a result may have a record twice. */
  const found = new Map<string, Placed>();
  const undecodable: Uint8Array[] = [];
  const warnings: QueryWarning[] = [];
  /** Of all rows, those of no interest too. */
  const times: (number | null)[] = [];
  let duplicates = 0;
  const takeRow = (row: LogRow) => {
    times.push(row.atMs);
    if (row.atMs !== null && !isIn(stretch, row.atMs)) return;
    const placed = placedRow(row, matches);
    if (placed === 'unreadable') undecodable.push(bytesOf(row));
    else if (placed === null || !isIn(stretch, Number(placed.micros / 1000n))) return;
    else if (found.has(placed.id)) duplicates += 1;
    else found.set(placed.id, placed);
  };
  return {
    message: (message: Message) => {
      if (message.kind === 'warning') warnings.push(message.warning);
      if (message.kind === 'unknown') warnings.push(unknownMessage(message.keys));
      if (message.kind !== 'rows') return;
      times.push(...message.odd.map(() => null));
      undecodable.push(...message.odd.map((odd) => Buffer.from(stringifyJson(odd))));
      for (const row of message.rows) takeRow(row);
    },
    answer: (): RecordAnswer => {
      const judged = judgeResult({ stretch, cap: limit, times, warnings });
      return {
        found: [...found.values()].sort(byTimeAndId),
        ...{ undecodable, duplicates, rows: times.length },
        ...judged,
        warnings: [...new Set(judged.warnings)],
      };
    },
  };
}

/** @returns null for a record of no interest */
function placedRow(row: LogRow, matches: EventMatch): Placed | 'unreadable' | null {
  const { events } = unwrap([row.data]);
  if (events.length === 0) return 'unreadable';
  const event = events
    .filter(isRegistryEvent)
    .map((inner) => decodeEvent({ ...inner, row }))
    .find(matches);
  if (event === undefined) return null;
  const ms = row.atMs ?? event.atMs;
  if (ms === null) return 'unreadable';
  const micros = row.micros === null ? BigInt(ms) * 1000n : BigInt(row.micros);
  return { id: `${event.id} ${row.micros ?? event.at ?? ''}`, micros, bytes: bytesOf(row) };
}

/** An object that is not in a string is printed again. */
function bytesOf({ text, data }: LogRow): Uint8Array {
  return Buffer.from(text ?? stringifyJson(data));
}

function isIn({ fromMs, toMs }: Stretch, ms: number): boolean {
  return ms >= fromMs && ms < toMs;
}

function byTimeAndId(left: Placed, right: Placed): number {
  if (left.micros !== right.micros) return left.micros < right.micros ? -1 : 1;
  return left.id < right.id ? -1 : Number(left.id > right.id);
}
