import { maxWindowNs } from '../../api/workload-protection/endpoints.ts';
import type { KnownRows } from '../../api/workload-protection/known-places.ts';
import type { WireRow } from '../../api/workload-protection/schema.ts';
import type { Gap } from './model.ts';
import { type AskPage, type Stretch, timePlace, type Walk, walkBack } from './walk.ts';

/** A stretch that was read: its rows that were not known, oldest first, and what could not be had. */
export interface ReadStretch extends Stretch {
  readonly rows: readonly WireRow[];
  readonly gaps: readonly Gap[];
  /** The newest row that had been seen anywhere when the reading of this stretch began; 0 for none. */
  readonly horizonNs: bigint;
  /** When that was, as `now` told. */
  readonly startedNs: bigint;
}

/** Rows that need not be read again. */
export interface CountedRows extends KnownRows {
  /** How many there are in a stretch, both ends included. */
  countIn(stretch: Stretch): number;
}

/** How stretches are read. */
export interface ReadOptions {
  readonly ask: AskPage;
  /** Rows a page. */
  readonly pageRows: number;
  /** Of a stretch of which the server counts no more rows than are known, none is read. */
  readonly known?: CountedRows;
  /** Epoch nanoseconds. @default 0, where nobody asks when a reading began */
  readonly now?: () => bigint;
  /** The newest row that was seen before. @default 0, for none */
  readonly seenNs?: bigint;
}

/** Reads stretches in parts of a few pages, some at once, and gives them oldest first. */
export interface StretchReader {
  isEmpty(): boolean;
  /** Stretches to read after those that it has, oldest first. */
  add(stretches: readonly Stretch[]): void;
  /** Where it stands: the part that comes next; null when it is empty. */
  first(): Stretch | null;
  /**
   * Reads the next part.
   *
   * @throws what asking throws; what was read stays, and the same part is tried again
   */
  next(): Promise<ReadStretch>;
  /** The newest row that was seen anywhere. */
  horizonNs(): bigint;
  /** Looks at a stretch's newest row alone. @throws what asking throws */
  peek(stretch: Stretch): Promise<void>;
  /** Gives up the next part up to a time, included. */
  skip(untilNs: bigint): void;
}

/** Parts that are read at once, while nothing fails. */
const mostAtOnce = 2;

/** Pages of one part: a stretch with more rows is cut, so that memory stays bounded. */
const mostPages = 5;

/** Pages that a part is to have where a stretch is cut. */
const goodPages = 2;

/** Into how many parts a stretch is cut at once. */
const mostParts = 64;

interface Part extends Stretch {
  horizonNs: bigint;
  startedNs: bigint;
  /** Null before it has begun. */
  walk: Walk | null;
  /** How many of its rows were known when it began. */
  expected: number;
  readonly rows: WireRow[];
  reading: Promise<Outcome> | null;
}

type Outcome =
  | { readonly kind: 'read' }
  | { readonly kind: 'cut'; readonly parts: readonly Part[] }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What reading a part works with. */
interface Reading extends ReadOptions {
  /** Whether the server had nothing new where it was last compared with what is known. */
  agreed: boolean;
}

/** Creates a reader with nothing to read. */
export function createReader(options: ReadOptions): StretchReader {
  let queue: readonly Part[] = [];
  let horizonNs = options.seenNs ?? 0n;
  let atOnce = 1;
  const ask: AskPage = async (place, limit) => {
    const page = await options.ask(place, limit, options.known);
    for (const atNs of [page.rows[0]?.atNs, page.known.newestNs]) {
      if (atNs != null && atNs > horizonNs) horizonNs = atNs;
    }
    return page;
  };
  const reading: Reading = { ...options, ask, agreed: true };
  const begin = async (part: Part): Promise<Outcome> => {
    if (part.walk === null) {
      part.horizonNs = horizonNs;
      part.startedNs = options.now?.() ?? 0n;
    }
    const outcome = await readPart(part, reading);
    // Ahead of its turn it is tried again when that comes; only then is a failure told.
    if (outcome.kind === 'failed' && queue[0] !== part) part.reading = null;
    return outcome;
  };
  return {
    isEmpty: () => queue.length === 0,
    add: (stretches) => {
      queue = [...queue, ...stretches.map(partOf)];
    },
    first: () => queue[0] ?? null,
    horizonNs: () => horizonNs,
    peek: async (stretch) => {
      await ask(timePlace(stretch), 1);
    },
    next: async () => {
      for (;;) {
        const [first, ...rest] = queue;
        if (first === undefined) throw new RangeError('there is no stretch to read');
        for (const part of queue.slice(0, atOnce)) part.reading ??= begin(part);
        const outcome = await (first.reading ?? begin(first));
        if (outcome.kind === 'failed') {
          atOnce = 1;
          first.reading = null;
          throw outcome.error;
        }
        atOnce = mostAtOnce;
        queue = outcome.kind === 'cut' ? [...outcome.parts, ...rest] : rest;
        if (outcome.kind === 'read') return readOf(first);
      }
    },
    skip: (untilNs) => {
      const [first, ...rest] = queue;
      if (first === undefined) return;
      const left = { fromNs: untilNs + 1n, toNs: first.toNs };
      queue = left.fromNs > left.toNs ? rest : [partOf(left), ...rest];
    },
  };
}

/** Cuts a stretch into windows that the vendor takes, oldest first. */
export function windowsOf({ fromNs, toNs }: Stretch): readonly Stretch[] {
  // Two nanoseconds less: a walk asks for one more at each end.
  const widest = maxWindowNs - 2n;
  const windows: Stretch[] = [];
  for (let start = fromNs; start <= toNs; start += widest + 1n) {
    const end = start + widest;
    windows.push({ fromNs: start, toNs: end < toNs ? end : toNs });
  }
  return windows;
}

function partOf({ fromNs, toNs }: Stretch): Part {
  const isNew = { walk: null, reading: null, expected: 0, horizonNs: 0n, startedNs: 0n };
  return { fromNs, toNs, rows: [], ...isNew };
}

function readOf({ fromNs, toNs, rows, walk, horizonNs, startedNs }: Part): ReadStretch {
  const gaps = walk?.gaps ?? [];
  return { fromNs, toNs, rows: rows.toSorted(byTime), gaps, horizonNs, startedNs };
}

/** Reads a part to its end, or until it is seen to be too long. Never rejects. */
async function readPart(part: Part, reading: Reading): Promise<Outcome> {
  try {
    if (part.walk === null) {
      part.expected = reading.known?.countIn(part) ?? 0;
      const outcome = reading.agreed ? await compare(part, reading) : null;
      if (outcome !== null) return outcome;
    }
    return await walkOn(part, reading);
  } catch (error) {
    return { kind: 'failed', error };
  }
}

/** Asks of much that is known only whether the server has more; null where it must be read. */
async function compare(part: Part, reading: Reading): Promise<Outcome | null> {
  const { ask, pageRows } = reading;
  if (part.expected <= pageRows) return null;
  const { total } = await ask(timePlace(part), 1);
  reading.agreed = total !== null && total <= part.expected;
  if (reading.agreed) return { kind: 'read' };
  if (total === null || total <= mostPages * pageRows) return null;
  return { kind: 'cut', parts: equalParts(part, total / (goodPages * pageRows)).map(partOf) };
}

async function walkOn(part: Part, reading: Reading): Promise<Outcome> {
  const { ask, pageRows } = reading;
  // The walk is given no part: one that was cut would live as long, with all that it was cut into.
  const { fromNs, toNs } = part;
  part.walk ??= walkBack({ fromNs, toNs }, pageRows, ask);
  for (;;) {
    const page = await part.walk.next();
    if (page === null) return { kind: 'read' };
    const { rows, total, oldestNs } = page;
    for (const row of rows) part.rows.push(row);
    if (part.rows.length === 0 && total !== null && total <= part.expected) {
      reading.agreed = true;
      return { kind: 'read' };
    }
    const count = Math.max(total ?? 0, part.rows.length);
    const isLong = count > mostPages * pageRows && oldestNs < part.toNs && oldestNs > part.fromNs;
    if (isLong) return cutAt(part, oldestNs, count / (goodPages * pageRows));
  }
}

/** What was walked over is a part that is read; the older rest is cut. */
function cutAt(part: Part, oldestNs: bigint, count: number): Outcome {
  const walked: Part = {
    ...part,
    fromNs: oldestNs + 1n,
    rows: part.rows.filter(({ atNs }) => atNs > oldestNs),
    reading: Promise.resolve({ kind: 'read' }),
  };
  const older = equalParts({ fromNs: part.fromNs, toNs: oldestNs }, count).map(partOf);
  return { kind: 'cut', parts: [...older, walked] };
}

/** Cuts a stretch into about as many equal parts, oldest first. */
function equalParts({ fromNs, toNs }: Stretch, count: number): readonly Stretch[] {
  const width = (toNs - fromNs) / BigInt(Math.min(mostParts, Math.ceil(count))) + 1n;
  const parts: Stretch[] = [];
  for (let start = fromNs; start <= toNs; start += width) {
    const end = start + width - 1n;
    parts.push({ fromNs: start, toNs: end < toNs ? end : toNs });
  }
  return parts;
}

/** The order of rows: by time, and in one nanosecond by id. */
function byTime(a: WireRow, b: WireRow): number {
  if (a.atNs !== b.atNs) return a.atNs < b.atNs ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
