import type { Handler } from '../../../support/http-server.ts';
import { json } from '../../../support/http-server.ts';

/** An event of the scripted feed. */
export interface FeedEvent {
  readonly id: string;
  readonly [key: string]: unknown;
}

/** An event at a nanosecond; `n` tells those of one nanosecond apart. */
export function eventAt(ns: bigint, n = 0, more: object = {}): FeedEvent {
  const id = `${ns.toString(16).padStart(16, '0')}${n.toString(16).padStart(16, '0')}`;
  return { id, timestamp: 'ignored', severity: 3, content: { ruleName: `rule ${n}` }, ...more };
}

const nsOf = (id: string) => BigInt(`0x${id.slice(0, 16)}`);
const twoWeeks = 14n * 86_400n * 1_000_000_000n;

/** What a feed does differently from the document. */
export interface FeedQuirks {
  /** Pages carry no `prev`. */
  noPrev?: boolean;
  /** Cursors are refused with 400. */
  refuseCursors?: boolean;
  /** Pages carry no `total`. */
  noTotal?: boolean;
  /** `from` and `to` themselves are outside. */
  exclusive?: boolean;
  /** The newest row of each page is given twice. */
  doubles?: boolean;
}

/** A feed as the vendor documents it: newest first, cursors without an end, two weeks at most. */
export function createFeed(events: FeedEvent[], quirks: FeedQuirks = {}) {
  const answer: Handler = (request) => {
    const query = Object.fromEntries(request.query);
    const limit = Number(query.limit ?? 100);
    const sorted = [...events].sort((a, b) => (a.id < b.id ? 1 : -1));
    const hits = query.cursor
      ? olderThan(sorted, query.cursor, quirks)
      : between(sorted, query, quirks);
    if (hits === null) return json({ message: 'bad request', requestId: 'r' }, { status: 400 });
    const plain = hits.slice(0, limit);
    const data = quirks.doubles && plain[0] ? [plain[0], ...plain].slice(0, limit) : plain;
    const oldest = data.at(-1);
    const page = {
      ...(quirks.noTotal ? {} : { total: hits.length }),
      ...(oldest && !quirks.noPrev ? { prev: `-${oldest.id}` } : {}),
      ...(plain[0] ? { next: `+${plain[0].id}` } : {}),
    };
    return json({ page, data });
  };
  return { add: (...more: FeedEvent[]) => events.push(...more), answer };
}

function olderThan(sorted: readonly FeedEvent[], cursor: string, quirks: FeedQuirks) {
  if (quirks.refuseCursors) return null;
  return sorted.filter(({ id }) => id < cursor.slice(1));
}

function between(
  sorted: readonly FeedEvent[],
  { from = '', to = '' }: Readonly<Record<string, string>>,
  { exclusive = false }: FeedQuirks,
) {
  const [first, last] = [BigInt(from), BigInt(to)];
  if (last - first > twoWeeks || first > last) return null;
  return sorted.filter(({ id }) => {
    const ns = nsOf(id);
    return exclusive ? ns > first && ns < last : ns >= first && ns <= last;
  });
}
