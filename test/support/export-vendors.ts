import { bearerAuth } from '../../src/api/auth/bearer.ts';
import { createClient } from '../../src/api/client.ts';
import type { Session } from '../../src/api/session.ts';
import type { SourceId } from '../../src/api/types.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { ExportKind } from '../../src/export-engine/kind.ts';
import { xrayAuditKind } from '../../src/features/audit-exports/export-kind.ts';
import { registryActivityKind } from '../../src/features/registry-activity/export-kind.ts';
import { scanLogsKind } from '../../src/features/scan-logs/export-kind.ts';
import { scanResultsKind } from '../../src/features/scan-progress/export-kind.ts';
import { activityAuditKind } from '../../src/features/secure-events/export-audit-kind.ts';
import { eventsKind } from '../../src/features/secure-events/export-kind.ts';
import { plain } from '../fixtures/activity-tracking/samples.ts';
import { restingClock } from './export-bench.ts';
import { fakeSession } from './fake-session.ts';
import { type Answer, html, json, type RecordedRequest, startServer } from './http-server.ts';
import { startLogServer } from './log-query-server.ts';
import { servedLog, startScanLogServer } from './scan-log-server.ts';

/** A vendor that pages as it is documented, and what an export of it must hold. */
export interface ExportVendor {
  readonly kind: ExportKind;
  readonly session: Session;
  /** Rows, in order, as they must be exported. */
  readonly truth: readonly string[];
  /** Where the exported range begins, and what time it is then. @default `range`, and now */
  readonly sinceMs?: number;
  readonly clock?: Clock;
  /** How many requests were spoiled. */
  readonly spoiled: () => number;
  close(): Promise<void>;
}

/** Spoils some requests; null for those that are to be answered. */
export type Spoil = (request: RecordedRequest) => Answer | null;

/** Epoch milliseconds of the exported range, which no window's edge agrees with. */
export const range = { sinceMs: Date.UTC(2026, 10, 14, 5, 30), untilMs: Date.UTC(2026, 10, 17, 7) };

const dayMs = 86_400_000;
/** Moments on both sides of the edges of the range and of its windows. */
const edges = [range.sinceMs, range.sinceMs + dayMs, range.sinceMs + 2 * dayMs, range.untilMs];
const isInside = (ms: number) => ms >= range.sinceMs && ms < range.untilMs;

/** Times over the range and around it, oldest first, some of them alike. */
function momentsOf(count: number): readonly number[] {
  const span = range.untilMs - range.sinceMs + 2 * 3_600_000;
  const spread = Array.from({ length: count }, (_, at) => {
    const ms = range.sinceMs - 3_600_000 + Math.floor((at * span) / count);
    return at % 7 === 0 ? ms - (ms % 3_600_000) : ms;
  });
  const around = edges.flatMap((ms) => [ms - 1, ms, ms + 1]);
  return [...spread, ...around].sort((left, right) => left - right);
}

const nanosOf = (ms: number) => BigInt(ms) * 1_000_000n;
/** Larger than 2^53, and so changed by whoever computes with it. */
const big = '12345678901234567890';

interface Row {
  readonly id: string;
  readonly ns: bigint;
  readonly text: string;
}

/** Rows of a feed; in each nanosecond's order, and one of a nanosecond before each edge. */
function feedRows(count: number, idOf: (ns: bigint, at: number) => string): readonly Row[] {
  const ends = edges.flatMap((ms) => [nanosOf(ms) - 1n, nanosOf(ms)]);
  const times = [...momentsOf(count).map(nanosOf), ...ends];
  return times.map((ns, at) => {
    const id = idOf(ns, at);
    const text = `{"id":"${id}","timestamp":${ns}, "big":${big},"content":{"ruleName":"r ${at}"}}`;
    return { id, ns, text };
  });
}

const hex = (value: bigint | number) => value.toString(16).padStart(16, '0');

/** A feed as Workload Protection pages it: newest first, cursors that know no end. */
function feedAnswer(rows: readonly Row[]) {
  const sorted = rows.toSorted((a, b) =>
    a.ns === b.ns ? (a.id < b.id ? 1 : -1) : a.ns < b.ns ? 1 : -1,
  );
  return ({ query }: RecordedRequest): Answer => {
    const [cursor, limit] = [query.get('cursor'), Number(query.get('limit'))];
    const [from, to] = [BigInt(query.get('from') ?? 0), BigInt(query.get('to') ?? 0)];
    const hits =
      cursor === null
        ? sorted.filter(({ ns }) => ns >= from && ns <= to)
        : sorted.slice(sorted.findIndex(({ id }) => `-${id}` === cursor) + 1);
    const data = hits.slice(0, limit);
    const prev = data.at(-1);
    const page = { total: hits.length, ...(prev === undefined ? {} : { prev: `-${prev.id}` }) };
    const body = `{"page":${JSON.stringify(page)},"data":[${data.map(({ text }) => text).join(' ,\n')}]}`;
    return { ...json(null), body };
  };
}

async function feedVendor(
  {
    kind,
    idOf,
    count,
  }: { kind: ExportKind; idOf: (ns: bigint, at: number) => string; count: number },
  spoil: Spoil,
): Promise<ExportVendor> {
  const rows = feedRows(count, idOf);
  const answer = feedAnswer(rows);
  const spoiling = counted(spoil);
  const server = await startServer((request) => spoiling.spoil(request) ?? answer(request));
  const inside = rows.filter(({ ns }) => isInside(Number(ns / 1_000_000n)));
  const ordered = inside.toSorted((a, b) =>
    a.ns === b.ns ? (a.id < b.id ? -1 : 1) : a.ns < b.ns ? -1 : 1,
  );
  const truth = ordered.map(({ text }) => text);
  return opened({ kind, truth, source: 'workloadProtection', server, spoiling });
}

async function scanLogsVendor(spoil: Spoil): Promise<ExportVendor> {
  // The vendor tells seconds.
  const times = [...new Set(momentsOf(220).map((ms) => ms - (ms % 1000)))];
  const logs = times
    .map((ms, at) =>
      servedLog(at, 0, { scan_time: new Date(ms).toISOString().replace('.000Z', 'Z') }),
    )
    .reverse();
  const server = await startScanLogServer(logs, range.untilMs);
  const spoiling = counted(spoil);
  server.intercept(spoiling.spoil);
  const inside = logs.filter(({ wire }) => isInside(Date.parse(String(wire.scan_time))));
  const truth = inside.toReversed().map(({ wire }) => JSON.stringify(wire));
  return opened({ kind: scanLogsKind, truth, source: 'carbonBlack', server, spoiling });
}

async function scanResultsVendor(spoil: Spoil): Promise<ExportVendor> {
  const rows = momentsOf(230).map((ms, at) => {
    return {
      ms,
      text: `{"_id":"image-${at}","scanTime":"${new Date(ms).toISOString()}","big":${big}}`,
    };
  });
  const spoiling = counted(spoil);
  const server = await startServer((request) => {
    const offset = Number(request.query.get('offset'));
    const found = rows.slice(offset, offset + Number(request.query.get('limit')));
    const body = `[${found.map(({ text }) => text).join(',')}]`;
    const answer = json(null, { headers: { 'total-count': String(rows.length) } });
    return spoiling.spoil(request) ?? { ...answer, body };
  });
  const truth = rows.filter(({ ms }) => isInside(ms)).map(({ text }) => text);
  return opened({ kind: scanResultsKind, truth, source: 'prisma', server, spoiling });
}

async function registryActivityVendor(spoil: Spoil): Promise<ExportVendor> {
  const logged = momentsOf(700).map((atMs, at) => {
    return { logId: `log-${String(at).padStart(4, '0')}`, atMs, arrivesMs: 0 };
  });
  let now = range.untilMs;
  // Each look at the clock is ten seconds later: nobody asks too often.
  const clock = { now: () => (now += 10_000), after: () => () => {} };
  const spoiling = counted(spoil);
  const server = await startLogServer({ clock, events: logged, fault: spoiling.spoil });
  const inside = logged.filter(({ atMs }) => isInside(atMs));
  const truth = inside.map(({ logId, atMs }) => {
    const eventTime = new Date(atMs).toISOString().replace('Z', '+0000');
    return JSON.stringify({ ...plain, action, eventTime, message: logId });
  });
  return opened({
    kind: registryActivityKind,
    truth,
    source: 'activityTracking',
    server,
    spoiling,
  });
}

const action = 'container-registry.image.push';

/** Over two weeks, and so in three windows. */
async function xrayAuditVendor(spoil: Spoil): Promise<ExportVendor> {
  const sinceMs = range.untilMs - 14 * dayMs;
  const rows = Array.from({ length: 345 }, (_, at) => {
    const created = new Date(sinceMs + (at - 4) * 3_600_000);
    const text = `{"id":${at + 1},"created_at":"${created.toISOString().slice(0, 19)}Z","big":${big}}`;
    return { ms: created.getTime(), text };
  });
  const clock = { ...restingClock, now: () => range.untilMs + dayMs };
  const headers = { date: new Date(clock.now()).toUTCString() };
  const spoiling = counted(spoil);
  const server = await startServer((request) => {
    const number = (name: string) => Number(request.query.get(name));
    const [from, to] = ['start', 'end'].map((end) =>
      Date.parse(request.query.get(`created_at_${end}`) ?? ''),
    );
    const found = rows.filter(({ ms }) => ms >= (from ?? 0) && ms < (to ?? 0));
    const [offset, size] = [number('offset'), number('num_of_rows')];
    const data = found.slice(offset, offset + size).map(({ text }) => text);
    const next = offset + data.length;
    const meta = `{"num_of_rows":${size},"next_offset":${next < found.length ? next : 0}}`;
    const body = `{"data":[${data.join(',')}],"meta":${meta}}`;
    return spoiling.spoil(request) ?? { ...json(null, { headers }), body };
  });
  const truth = rows.filter(({ ms }) => ms >= sinceMs && ms < range.untilMs);
  const given = { kind: xrayAuditKind, truth: truth.map(({ text }) => text) };
  return { ...opened({ ...given, source: 'xray', server, spoiling }), sinceMs, clock };
}

/** Starts the vendor of a kind. */
export const exportVendors: Readonly<Record<string, (spoil: Spoil) => Promise<ExportVendor>>> = {
  'scan-logs': scanLogsVendor,
  'scan-results': scanResultsVendor,
  events: (spoil) =>
    feedVendor({ kind: eventsKind, count: 260, idOf: (ns, at) => `${hex(ns)}${hex(at)}` }, spoil),
  // The ids of activity tell no time, and are in no order.
  'activity-audit': (spoil) =>
    feedVendor(
      { kind: activityAuditKind, count: 260, idOf: (_ns, at) => `entry-${(at * 7919) % 10_007}` },
      spoil,
    ),
  'registry-activity': registryActivityVendor,
  'xray-audit': xrayAuditVendor,
};

/** Spoils about one request in some: each kind of failure that another try mends. */
export function spoilOneIn(share: number, random: () => number): Spoil {
  const failures: readonly Answer[] = [
    json({ message: 'busy' }, { status: 503 }),
    html('Bad Gateway', 502),
    html('Sign in'),
    json({}, { fault: { kind: 'reset' } }),
    json({ page: { total: 9 }, data: [] }, { fault: { kind: 'cut', afterBytes: 9 } }),
  ];
  return () => {
    if (random() >= 1 / share) return null;
    return failures[Math.floor(random() * failures.length)] ?? null;
  };
}

function counted(spoil: Spoil) {
  let spoiled = 0;
  return {
    count: () => spoiled,
    spoil: (request: RecordedRequest) => {
      const answer = spoil(request);
      if (answer !== null) spoiled += 1;
      return answer;
    },
  };
}

interface Opening extends Pick<ExportVendor, 'kind' | 'truth'> {
  readonly source: SourceId;
  readonly server: { readonly url: string; close(): Promise<void> };
  readonly spoiling: { count(): number };
}

/** Waits that are over at once, and none else: a second try comes without a back-off. */
function opened({ kind, truth, source, server, spoiling }: Opening): ExportVendor {
  const session = fakeSession({ sources: [source] });
  const client = createClient({
    ...{ source, baseUrl: server.url, clock: restingClock, activity: session.activity },
    auth: bearerAuth({ token: async () => 't' }),
    ...{ readOnly: true, random: () => 0, onExchange: () => {} },
  });
  const close = async () => {
    await client.close();
    await server.close();
  };
  const baseUrl = () => server.url;
  const settings = () => ({ orgKey: 'ORG1' });
  const open: Session = {
    ...session,
    clock: restingClock,
    baseUrl,
    settings,
    client: () => client,
  };
  return { kind, truth, session: open, spoiled: spoiling.count, close };
}
