import { runQuery } from '../../api/activity-tracking/endpoints.ts';
import type { QueryMessage, QueryWarning } from '../../api/activity-tracking/messages.ts';
import { unwrap } from '../../api/activity-tracking/unwrap.ts';
import type { ApiClient } from '../../api/types.ts';
import type { Tier } from './criteria.ts';
import { decodeEvent, isRegistryEvent } from './event.ts';
import type { EventMatch } from './match.ts';
import type { ActivityEvent } from './model.ts';
import { judgeResult, type ResultCut } from './result-cut.ts';
import type { Stretch } from './stretch.ts';
import { createUnreadRecords } from './unread-records.ts';

/** What a query selects, beside its window. */
export interface Selection {
  readonly client: ApiClient;
  readonly text: string;
  readonly tier: Tier;
  readonly matches: EventMatch;
  /** Rows of one query. */
  readonly cap: number;
  readonly signal: AbortSignal | undefined;
  /** @default 4 */
  readonly tries?: number;
}

/** An event, and where its record stands. */
export interface FoundActivity {
  readonly event: ActivityEvent;
  /** Tells events apart: the record's id and time, and a number where the record holds several. */
  readonly key: string;
  /** Epoch milliseconds of the record, which windows are cut by. */
  readonly rowMs: number;
}

/** What a window holds. */
export interface WindowAnswer extends ResultCut {
  /** In the order of the events' times. */
  readonly found: readonly FoundActivity[];
  /** Rows in all, those of no interest too. */
  readonly rows: number;
  /** Records that could not be read: what tells each from others, and when it was. */
  readonly unread: ReadonlyMap<string, number>;
}

/**
 * Asks for one window. No order is asked for: the vendor sorts a part of a large result only, and so
 * a cut result is never gone on from, but asked for again in shorter windows.
 *
 * @throws ApiError, ScandeckError
 */
export async function askWindow(selection: Selection, stretch: Stretch): Promise<WindowAnswer> {
  const { client, text, tier, cap: limit, signal, tries } = selection;
  const take = createTaker(selection, stretch);
  const options = { ...(signal && { signal }), ...(tries !== undefined && { tries }) };
  for await (const message of runQuery(client, { text, tier, limit, ...stretch }, options)) {
    take.message(message);
  }
  return take.answer();
}

type Message = Exclude<QueryMessage, { readonly kind: 'failure' }>;

function createTaker({ cap, matches }: Selection, stretch: Stretch) {
  /** By key: a result may have a record twice. */
  const found = new Map<string, FoundActivity>();
  const warnings: QueryWarning[] = [];
  /** Of all rows, those of no interest too. */
  const times: (number | null)[] = [];
  const unread = createUnreadRecords(stretch.fromMs);
  const takeRows = (message: Extract<Message, { readonly kind: 'rows' }>) => {
    for (const odd of message.odd) {
      times.push(null);
      unread.add(null, odd);
    }
    for (const row of message.rows) {
      const rowMs = row.atMs;
      times.push(rowMs);
      // Whether the vendor counts the ends in is not documented.
      if (rowMs !== null && (rowMs < stretch.fromMs || rowMs >= stretch.toMs)) continue;
      const { events, problems } = unwrap([row.data]);
      if (problems.length > 0) unread.add(row, row.data);
      for (const [index, inner] of events.entries()) {
        if (!isRegistryEvent(inner)) continue;
        const event = decodeEvent({ ...inner, row });
        const record = `${event.id} ${row.micros ?? event.at ?? ''}`;
        const key = index === 0 ? record : `${record} ${index}`;
        if (!matches(event)) continue;
        found.set(key, { event, key, rowMs: rowMs ?? event.atMs ?? stretch.fromMs });
      }
    }
  };
  return {
    message: (message: Message) => {
      if (message.kind === 'rows') takeRows(message);
      if (message.kind === 'warning') warnings.push(message.warning);
      if (message.kind === 'unknown') warnings.push(unknownMessage(message.keys));
    },
    answer: (): WindowAnswer => ({
      found: [...found.values()].sort((left, right) => timeOf(left) - timeOf(right)),
      ...{ rows: times.length, unread: unread.keys },
      ...judgeResult({ stretch, cap, times, warnings }),
    }),
  };
}

function timeOf({ event, rowMs }: FoundActivity): number {
  return event.atMs ?? rowMs;
}

/** A message that is none of the document's, as a warning. */
export function unknownMessage(keys: readonly string[]): QueryWarning {
  const text = `the answer holds a message of an unknown kind: ${keys.join(', ')}`;
  return { kind: 'unknown', text, cut: null, limit: null };
}
