import {
  type Answer,
  type Handler,
  json,
  type RecordedRequest,
} from '../../../support/http-server.ts';
import { startMs } from './carbon-black-session.ts';

/** The part of a search that the server looks at. */
export interface SearchBody {
  readonly criteria: {
    readonly scan_time: { readonly range?: string; readonly start?: string; readonly end?: string };
    readonly [field: string]: unknown;
  };
  readonly start: number;
  readonly rows: number;
  readonly sort?: readonly { readonly field: string; readonly order: string }[];
  readonly terms?: { readonly fields: readonly string[]; readonly rows: number };
}

/** A scan as the vendor sends it. */
export interface WireScan {
  readonly scan_time: string;
  readonly [field: string]: unknown;
}

/** How the server takes orders. */
export interface LogServerTraits {
  /** @default it sorts by scan_time and workloads */
  readonly sorts?: readonly string[];
  /** What it answers to another order. @default a refusal that tells what it takes */
  readonly refusal?: Answer;
}

export const bodyOf = ({ body }: RecordedRequest): SearchBody => JSON.parse(body);

/** A 400 as other APIs of the vendor answer it. */
export function unknownValue(
  field: string,
  invalid_value: string,
  known_values: readonly string[],
): Answer {
  const message = `Malformed JSON input: ${field}`;
  const body = { error_code: 'INVALID_ENUM_VALUE', message, field, invalid_value, known_values };
  return json(body, { status: 400 });
}

/** Serves `_search` over rows, and refuses what the document rules out. */
export function serveLogs(scans: readonly WireScan[], traits: LogServerTraits = {}): Handler {
  const { sorts = ['scan_time', 'workloads'] } = traits;
  return (request) => {
    const { criteria, start, rows, sort = [] } = bodyOf(request);
    const { range, start: from, end: to, ...others } = criteria.scan_time;
    const isOneKind = range === undefined ? from !== undefined && to !== undefined : !from && !to;
    if (!isOneKind || Object.keys(others).length > 0)
      return json({ message: 'scan_time' }, { status: 400 });
    if (rows > 10_000 || start + rows > 10_000) return json({ message: 'rows' }, { status: 500 });
    const [order] = sort;
    if (order !== undefined && !sorts.includes(order.field)) {
      return traits.refusal ?? unknownValue('sort[0].field', order.field, sorts);
    }
    const since = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
    const until = to === undefined ? startMs : Date.parse(to);
    const found = scans.filter(({ scan_time }) => {
      const at = Date.parse(scan_time);
      return at >= since && at <= until;
    });
    const sorted = order === undefined ? found : found.toSorted(comparison(order));
    const results = sorted.slice(start, start + rows);
    const date = new Date(startMs).toUTCString();
    return json({ num_found: found.length, results }, { headers: { date } });
  };
}

function comparison({ field, order }: { readonly field: string; readonly order: string }) {
  const sign = order === 'ASC' ? 1 : -1;
  const sortValue = (scan: WireScan) =>
    field === 'scan_time' ? Date.parse(scan.scan_time) : Number(scan[field]);
  return (left: WireScan, right: WireScan) => sign * (sortValue(left) - sortValue(right));
}

/** Scans of the last day, so many milliseconds apart, the oldest first. */
export function scansEvery(stepMs: number, count: number): readonly WireScan[] {
  return Array.from({ length: count }, (_, index) => ({
    full_tag: `demo.io/app-${index % 97}:${index}`,
    manifest_digest: `sha256:${index}`,
    scan_time: new Date(startMs - (count - index) * stepMs).toISOString(),
    source: index % 3 === 0 ? 'CLI' : 'FEED_UPDATE',
    workloads: (index * 31) % 101,
    vulnerabilities_summary: index % 10 === 0 ? { CRITICAL: { amount: 1 } } : {},
    has_malware: false,
  }));
}
