import {
  type Answer,
  json,
  type RecordedRequest,
  startServer,
  type TestServer,
} from './http-server.ts';

/** A row as Carbon Black Cloud writes it, and the clusters that run its image. */
export interface ServedLog {
  readonly wire: Readonly<Record<string, unknown>>;
  readonly clusters: readonly string[];
}

/** A server of scan logs that filters, counts and pages as documented. */
export interface ScanLogServer extends TestServer {
  /** Answers the requests from now on, where it returns an answer. */
  intercept(answer: ((request: RecordedRequest) => Answer | Promise<Answer> | null) | null): void;
  /** How many searches for rows, and how many facets, were asked for. */
  calls(): { readonly searches: number; readonly facets: number };
}

/** Serves rows. @param nowMs what ranges go backwards from */
export async function startScanLogServer(
  logs: readonly ServedLog[],
  nowMs: number,
): Promise<ScanLogServer> {
  let answerFirst: (request: RecordedRequest) => Answer | Promise<Answer> | null = () => null;
  const server = await startServer((request) => {
    const intercepted = answerFirst(request);
    if (intercepted !== null) return intercepted;
    if (request.path.endsWith('/metadata')) return json({ clusters: [...clustersOf(logs)] });
    const body: SearchBody = JSON.parse(request.body);
    const found = logs.filter((log) => isFound(log, body, nowMs));
    return json(request.path.endsWith('/_facet') ? facets(found, body) : page(found, body));
  });
  const callsTo = (tail: string, isCounted: (body: SearchBody) => boolean) =>
    server.requests.filter(({ path, body }) => path.endsWith(tail) && isCounted(JSON.parse(body)))
      .length;
  return {
    ...server,
    intercept: (answer) => {
      answerFirst = answer ?? (() => null);
    },
    calls: () => ({
      searches: callsTo('/_search', ({ rows = 20 }) => rows > 1),
      facets: callsTo('/_facet', () => true),
    }),
  };
}

interface SearchBody {
  readonly query?: string;
  readonly criteria?: Readonly<Record<string, unknown>> & {
    readonly scan_time?: {
      readonly range?: string;
      readonly start?: string;
      readonly end?: string;
    };
  };
  readonly start?: number;
  readonly rows?: number;
  readonly sort?: readonly { readonly field: string; readonly order: string }[];
  readonly terms?: { readonly fields: readonly string[]; readonly rows?: number };
}

/** A numbered row; ten seconds older than the one before. */
export function servedLog(
  id: number,
  nowMs: number,
  more: Readonly<Record<string, unknown>> = {},
): ServedLog {
  const image = id % 12;
  return {
    clusters: [id % 3 === 0 ? 'prod:eu-central' : 'dev:playground'],
    wire: {
      full_tag: `registry.example:5000/team-${image % 4}/services/image-${image}:1.${image}.0`,
      manifest_digest: `sha256:${String(image).padStart(64, '0')}`,
      workloads: image,
      scan_time: new Date(nowMs - id * 10_000).toISOString().replace('.000Z', 'Z'),
      source: id % 5 === 0 ? 'CLI' : 'CLUSTER_SCAN',
      vulnerabilities_summary:
        image % 4 === 0 ? { CRITICAL: { amount: image + 1 } } : { LOW: { amount: 2 } },
      has_malware: false,
      ...more,
    },
  };
}

function clustersOf(logs: readonly ServedLog[]): ReadonlySet<string> {
  return new Set(logs.flatMap(({ clusters }) => clusters));
}

const unitMs: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  M: 30 * 86_400_000,
};

function isFound(
  log: ServedLog,
  { criteria = {}, query = '' }: SearchBody,
  nowMs: number,
): boolean {
  const { scan_time: time = {}, ...lists } = criteria;
  const at = Date.parse(String(log.wire.scan_time));
  const [, count, unit = ''] = /^-(\d+)(\w)$/.exec(time.range ?? '') ?? [];
  const since =
    count === undefined
      ? Date.parse(time.start ?? '')
      : nowMs - Number(count) * (unitMs[unit] ?? 0);
  const until = time.end === undefined ? nowMs : Date.parse(time.end);
  if (at < since || at > until || !String(log.wire.full_tag).includes(query)) return false;
  return Object.entries(lists).every(
    ([field, wanted]) =>
      Array.isArray(wanted) && valuesOf(log, field).some((value) => wanted.includes(value)),
  );
}

function valuesOf({ wire, clusters }: ServedLog, field: string): readonly string[] {
  const name = String(wire.full_tag ?? '');
  switch (field) {
    case 'clusters':
      return clusters;
    case 'sources':
      return [String(wire.source)];
    case 'vulnerabilities':
      return Object.keys(Object(wire.vulnerabilities_summary));
    case 'registries':
      return [name.split('/')[0] ?? ''];
    case 'repositories':
      return [name.replace(/^[^/]+\//, '').replace(/:[^:]*$/, '')];
    case 'full_tags':
      return [name];
    case 'digests':
      return [String(wire.manifest_digest)];
    default:
      return [];
  }
}

function page(found: readonly ServedLog[], { start = 0, rows = 20, sort = [] }: SearchBody) {
  const [order] = sort;
  const ordered = order?.order === 'ASC' ? found.toReversed() : found;
  return {
    num_found: found.length,
    results: ordered.slice(start, start + rows).map(({ wire }) => wire),
  };
}

function facets(found: readonly ServedLog[], { terms }: SearchBody) {
  const { fields = [], rows = 20 } = terms ?? {};
  return {
    terms: fields.map((field) => {
      const counts = new Map<string, number>();
      for (const value of found.flatMap((log) => valuesOf(log, field))) {
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const values = Array.from(counts, ([name, total]) => ({ name, total }));
      return { field, values: values.sort((a, b) => b.total - a.total).slice(0, rows) };
    }),
  };
}
