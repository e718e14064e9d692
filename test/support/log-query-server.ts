import type { Clock } from '../../src/core/clock.ts';
import { logRow, plain } from '../fixtures/activity-tracking/samples.ts';
import { type Answer, json, type RecordedRequest, startServer, text } from './http-server.ts';

/** An event of the log, and when the log has it. Epoch milliseconds. */
export interface LoggedEvent {
  readonly logId: string;
  readonly atMs: number;
  readonly arrivesMs: number;
  readonly action?: string;
}

/** How strict the server is. */
export interface LogServerOptions {
  readonly clock: Clock;
  readonly events: readonly LoggedEvent[];
  /** Rows that it gives at most, whatever is asked for. */
  readonly mostRows?: number;
  /** @default 'warning' */
  readonly tellsCut?: 'warning' | 'by-number';
  /** Tiers that have the events. @default both */
  readonly tiers?: readonly string[];
  /** Queries of others, by the time at which they come: they use up the same limit. */
  readonly others?: readonly number[];
  /** What goes wrong with a request; null when nothing does. */
  readonly fault?: (request: RecordedRequest) => Answer | null;
}

const perMinute = 10;

/**
 * A log that is queried as IBM Cloud Logs documents it, and more strictly than it may be: 10 queries a
 * minute, both ends of a window counted in, rows in no order and some of them twice.
 */
export async function startLogServer(options: LogServerOptions) {
  const { clock, events, others = [] } = options;
  const times: number[] = [...others];
  const statuses: { readonly at: number; readonly status: number }[] = [];
  const answer = (request: RecordedRequest): Answer => {
    if (request.headers.authorization !== 'Bearer t') return refusal(401, 'unauthenticated');
    const now = clock.now();
    if (times.filter((at) => at > now - 60_000 && at <= now).length >= perMinute) {
      return refusal(429, 'resource_exhausted');
    }
    times.push(now);
    const query = readQuery(request);
    if (query === null) return refusal(400, 'bad_request_or_unspecified');
    const known = events.filter(
      ({ arrivesMs, atMs }) => arrivesMs <= now && atMs >= query.fromMs && atMs <= query.toMs,
    );
    const found = (options.tiers ?? [query.tier]).includes(query.tier) ? known : [];
    return stream(found, Math.min(query.limit, options.mostRows ?? query.limit), options);
  };
  const server = await startServer((request) => {
    const given = options.fault?.(request) ?? answer(request);
    statuses.push({ at: clock.now(), status: given.status ?? 200 });
    return given;
  });
  return { ...server, statuses };
}

function refusal(status: number, code: string): Answer {
  return json(
    { errors: [{ code, message: code }], trace: 'trace', status_code: status },
    { status },
  );
}

const filter =
  /^source logs \| filter \$l\.applicationname\.startsWith\('ibm-audit-event'\) && \(\$l\.subsystemname\.startsWith\('container-registry'\) \|\| \$d\.action\.startsWith\('container-registry\.'\)\)( && \$d\.\w+ (== '[\w.-]+'|in\(('[\w.-]+'(, )?)+\)))*$/;

function readQuery({ method, path, body }: RecordedRequest) {
  const { query, metadata } = JSON.parse(body) as {
    query: string;
    metadata: Readonly<Record<string, unknown>>;
  };
  const { start_date, end_date, tier, syntax, limit } = metadata;
  const isTime = (date: unknown) =>
    typeof date === 'string' && date.length >= 20 && date.length <= 29;
  const fromMs = Date.parse(String(start_date));
  const toMs = Date.parse(String(end_date));
  const isGood =
    method === 'POST' && path === '/v1/query' && filter.test(query) && query.length <= 4096;
  const isWindow = isTime(start_date) && isTime(end_date) && toMs - fromMs <= 8 * 86_400_000;
  const most = tier === 'archive' ? 50_000 : tier === 'frequent_search' ? 12_000 : 0;
  const isLimit = typeof limit === 'number' && limit > 0 && limit <= most;
  if (!isGood || !isWindow || !isLimit || syntax !== 'dataprime' || fromMs > toMs) return null;
  return { fromMs, toMs, tier: String(tier), limit };
}

function stream(found: readonly LoggedEvent[], most: number, options: LogServerOptions): Answer {
  const isCut = found.length > most;
  const kept = shuffled(found).slice(0, most);
  const rows = kept.map(rowOf);
  const [twice] = rows;
  const half = Math.ceil(rows.length / 2);
  const batches = [rows.slice(0, half), [...rows.slice(half), ...(isCut || !twice ? [] : [twice])]];
  const warning = {
    warning: { number_of_results_limit_warning: { number_of_results_limit: most } },
  };
  const messages = [
    { query_id: { query_id: '3b131b87-9b14-43e3-94fb-611967d9d62b' } },
    ...batches.filter(({ length }) => length > 0).map((results) => ({ result: { results } })),
    ...(isCut && options.tellsCut !== 'by-number' ? [warning] : []),
  ];
  const body = messages
    .map((message) => `: success\ndata: ${JSON.stringify(message)}\n\n`)
    .join(':\n\n');
  return text(body, 'text/event-stream');
}

/** In an order that is none, the same each time: 7919 is prime. */
function shuffled(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const step = events.length % 7919 === 0 ? 1 : 7919;
  return events.flatMap((_, index) => events[(index * step) % events.length] ?? []);
}

function rowOf({ logId, atMs, action = 'container-registry.image.push' }: LoggedEvent): unknown {
  const eventTime = new Date(atMs).toISOString().replace('Z', '+0000');
  return logRow({ ...plain, action, eventTime, message: logId }, logId, atMs * 1000);
}
