import { prismaApi } from '../../api/prisma/endpoints.ts';
import { getRawResults } from '../../api/prisma/result-rows.ts';
import { pageRows, type ResultQuery } from '../../api/prisma/results.ts';
import { parseWireTime } from '../../core/time.ts';
import type {
  ExportKind,
  ExportPage,
  ExportRequest,
  ExportRow,
  ExportWindow,
  Json,
  PagesRequest,
} from '../../export-engine/kind.ts';
import { resultColumns } from './export-columns.ts';
import { imageName } from './model.ts';

/**
 * The results of all images, in the vendor's order. There is one window: the vendor knows the last
 * result of an image alone, and no time to ask for.
 */
export const scanResultsKind: ExportKind = {
  name: 'scan-results',
  title: 'Prisma Cloud registry scan results',
  source: 'prisma',
  concurrency: 1,
  pageSizes: () => ({ least: pageRows, most: pageRows, source: pageSizeSource }),
  plan: ({ sinceMs, untilMs }, { clock }) => {
    // An image that is scanned anew while the job runs must not fall out of "everything until now".
    const isPast = untilMs < clock.now() - 60_000;
    return [{ id: 'all', fromMs: sinceMs, toMs: untilMs, detail: { isPast } }];
  },
  pages: resultPages,
  columns: resultColumns,
  userPaths: [],
};

const pageSizeSource = 'Prisma Cloud Compute API reference, registry: limit is 50 at most';

/** Where to go on: after how many rows of the list, and the last of them, which prove it. */
interface Place {
  readonly offset: number;
  readonly last: readonly string[];
  /** Images that were read so far; null where a checkpoint of an older version does not tell. */
  readonly count: number | null;
  /** The fewest images that the vendor has told of; null while it has told none. */
  readonly least: number | null;
}

interface Read extends Place {
  readonly rows: readonly Found[];
  readonly undecodable: readonly Uint8Array[];
  readonly duplicates: number;
  readonly warnings: readonly string[];
  readonly isEnd: boolean;
  /** All rows of the answer as they came. */
  readonly page: readonly Uint8Array[];
}

interface Found extends ExportRow {
  readonly scannedAt: number | null;
}

/** Equal pages in a row without a new image after which a list is believed to go round in circles. */
const mostBarren = 5;

async function* resultPages(asked: PagesRequest): AsyncGenerator<ExportPage> {
  let place = placeOf(asked.checkpoint);
  let before: readonly Uint8Array[] = [];
  for (let barren = 0; ; ) {
    const read = await readOn(asked, place);
    const { offset, last, count, least } = read;
    place = { offset, last, count, least };
    barren = read.rows.length === 0 && isSamePage(read.page, before) ? barren + 1 : 0;
    before = read.page;
    const isEnd = read.isEnd || barren >= mostBarren;
    yield {
      rows: read.rows.filter((row) => isAskedFor(row, asked.window)),
      checkpoint: { offset, last, count, least, isEnd },
      ...(count === null || !least ? {} : { share: count / least }),
      undecodable: read.undecodable,
      duplicates: read.duplicates,
      query: Object.fromEntries(Object.entries(queryOf(asked.request))),
      warnings: [...read.warnings, ...(isEnd ? lackOf(place, barren) : [])],
    };
    if (isEnd) return;
  }
}

function isSamePage(page: readonly Uint8Array[], before: readonly Uint8Array[]): boolean {
  return (
    page.length === before.length &&
    page.every((row, at) => Buffer.compare(row, before[at] ?? new Uint8Array()) === 0)
  );
}

/** What the vendor announced and did not give. */
function lackOf({ count, least }: Place, barren: number): readonly string[] {
  if (barren >= mostBarren) {
    return ['the server gave the same images again and again: others may be missing'];
  }
  if (count === null || least === null || count >= least) return [];
  return [`the server counts ${least} images and gave ${count}: some may be missing`];
}

/**
 * Reads the page after a place. It begins with the last row that is known: a list that has changed
 * meanwhile is told by that, and looked through backwards until a known row is found.
 */
async function readOn({ session, request, signal }: PagesRequest, place: Place): Promise<Read> {
  const api = prismaApi(session);
  for (let offset = place.offset - Math.min(1, place.last.length); ; ) {
    const { rows, total } = await getRawResults(api, { ...queryOf(request), offset }, { signal });
    const parsed = rows.map(parsedRow);
    const known = parsed.findLastIndex((row) => row !== null && place.last.includes(row.id));
    if (known < 0 && place.last.length > 0 && offset > 0) {
      offset = Math.max(0, offset - pageRows + 1);
      continue;
    }
    const isLost = known < 0 && place.last.length > 0;
    const fresh = taken(rows.slice(known + 1), parsed.slice(known + 1));
    const news = fresh.rows.length + fresh.undecodable.length;
    const next = offset + rows.length;
    return {
      ...{ rows: fresh.rows, undecodable: fresh.undecodable, offset: next },
      last: lastOf(parsed),
      duplicates: Math.max(0, known) + fresh.duplicates,
      count: place.count === null ? null : place.count + news + fresh.duplicates,
      least: total === null ? place.least : Math.min(total, place.least ?? total),
      warnings: isLost ? [lostPlace] : [],
      // A page that adds nothing and leads no further is the end, whatever the vendor counts.
      isEnd:
        rows.length === 0 || (news === 0 && next <= place.offset) || next >= (total ?? Infinity),
      page: rows,
    };
  }
}

const lostPlace =
  'the list of images changed while it was read, and no row of the page before was left in it: rows may be missing or double';

/** What proves that the next page follows; a page that ends with an unreadable row proves nothing. */
function lastOf(parsed: readonly (Parsed | null)[]): readonly string[] {
  return parsed.at(-1) === null ? [] : parsed.flatMap((row) => row?.id ?? []).slice(-pageRows);
}

/** The rows that a page adds: each once, those without a name of their own aside. */
function taken(fresh: readonly Uint8Array[], parsed: readonly (Parsed | null)[]) {
  const rows = new Map<string, Found>();
  let duplicates = 0;
  fresh.forEach((bytes, at) => {
    const row = parsed[at] ?? null;
    if (row === null) return;
    if (rows.has(row.id)) duplicates += 1;
    else rows.set(row.id, { ...row, bytes });
  });
  const undecodable = fresh.filter((_bytes, at) => parsed[at] === null);
  return { rows: [...rows.values()], undecodable, duplicates };
}

function isAskedFor({ scannedAt }: Found, { fromMs, toMs, detail }: ExportWindow): boolean {
  if (scannedAt === null) return true;
  return scannedAt >= fromMs && (scannedAt < toMs || !isPast(detail));
}

function isPast(detail: Json | undefined): boolean {
  return (
    typeof detail === 'object' && detail !== null && 'isPast' in detail && detail.isPast === true
  );
}

const decoder = new TextDecoder();

interface Parsed {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly scannedAt: number | null;
}

/**
 * Prisma Cloud Compute API reference, shared.ImageScanResult. Whether `_id` tells two tags of one
 * image apart is not documented, so the image's name belongs to a row's identity.
 */
function parsedRow(bytes: Uint8Array): Parsed | null {
  try {
    const row: unknown = JSON.parse(decoder.decode(bytes));
    const id = [textIn(row, '_id'), nameIn(row)].filter((part) => part !== '').join(' ');
    return id === '' ? null : { id, scannedAt: parseWireTime(textIn(row, 'scanTime')) };
  } catch {
    return null;
  }
}

function nameIn(row: unknown): string {
  const repoTag = isObject(row) ? row.repoTag : null;
  const [registry, repo, tag, digest] = ['registry', 'repo', 'tag', 'digest'].map((name) =>
    textIn(repoTag, name),
  );
  return repo === '' ? '' : imageName({ registry, repo, tag, digest });
}

function textIn(value: unknown, name: string): string {
  const text = isObject(value) ? value[name] : null;
  return typeof text === 'string' ? text : '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function queryOf({ criteria }: ExportRequest): ResultQuery {
  const text = (name: string, criterion = name) => {
    const value = criteria[criterion];
    return typeof value === 'string' && value !== '' ? { [name]: value } : {};
  };
  return {
    ...text('registry'),
    ...text('repository'),
    ...text('name', 'image'),
    ...(criteria.compact === true ? { compact: true } : {}),
  };
}

const start: Place = { offset: 0, last: [], count: 0, least: null };

function placeOf(checkpoint: Json): Place {
  if (typeof checkpoint !== 'object' || checkpoint === null || !('offset' in checkpoint)) {
    return start;
  }
  const { offset, last, count, least } = checkpoint;
  const numberOr = <T>(value: unknown, other: T) => (typeof value === 'number' ? value : other);
  return {
    offset: numberOr(offset, 0),
    last: Array.isArray(last) ? last.filter((id) => typeof id === 'string') : [],
    count: numberOr(count, null),
    least: numberOr(least, null),
  };
}
