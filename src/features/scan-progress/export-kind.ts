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
}

interface Read extends Place {
  readonly rows: readonly Found[];
  readonly undecodable: readonly Uint8Array[];
  readonly duplicates: number;
  readonly warnings: readonly string[];
  readonly isEnd: boolean;
}

interface Found extends ExportRow {
  readonly scannedAt: number | null;
}

async function* resultPages(asked: PagesRequest): AsyncGenerator<ExportPage> {
  let place = placeOf(asked.checkpoint);
  for (;;) {
    const read = await readOn(asked, place);
    place = { offset: read.offset, last: read.last };
    yield {
      rows: read.rows.filter((row) => isAskedFor(row, asked.window)),
      checkpoint: { offset: place.offset, last: place.last, isEnd: read.isEnd },
      undecodable: read.undecodable,
      duplicates: read.duplicates,
      query: Object.fromEntries(Object.entries(queryOf(asked.request))),
      warnings: read.warnings,
    };
    if (read.isEnd) return;
  }
}

/**
 * Reads the page after a place. It begins with the last row that is known: a list that has changed
 * meanwhile is told by that, and looked through backwards until a known row is found.
 */
async function readOn({ session, request, signal }: PagesRequest, place: Place): Promise<Read> {
  const api = prismaApi(session);
  for (let offset = Math.max(0, place.offset - 1); ; ) {
    const { rows, total } = await getRawResults(api, { ...queryOf(request), offset }, { signal });
    const ids = rows.map(idOf);
    const known = ids.findLastIndex((id) => id !== null && place.last.includes(id));
    if (known < 0 && place.last.length > 0 && offset > 0) {
      offset = Math.max(0, offset - pageRows + 1);
      continue;
    }
    const isLost = known < 0 && place.last.length > 0;
    return {
      ...taken(rows.slice(known + 1), ids.slice(0, known + 1)),
      offset: offset + rows.length,
      duplicates: Math.max(0, known),
      warnings: isLost ? [lostPlace] : [],
      isEnd: isAtEnd(offset + rows.length, { received: rows.length, total }),
    };
  }
}

const lostPlace =
  'the list of images changed while it was read, and no row of the page before was left in it: rows may be missing or double';

function isAtEnd(
  offset: number,
  { received, total }: { readonly received: number; readonly total: number | null },
): boolean {
  return received === 0 || (total === null ? received < pageRows : offset >= total);
}

function taken(fresh: readonly Uint8Array[], before: readonly (string | null)[]) {
  const rows = fresh.flatMap((bytes): readonly Found[] => {
    const row = parsed(bytes);
    return row === null ? [] : [{ ...row, bytes }];
  });
  const ids = [...before, ...rows.map(({ id }) => id)].filter((id) => id !== null);
  const undecodable = fresh.filter((bytes) => parsed(bytes) === null);
  return { rows, undecodable, last: ids.slice(-pageRows) };
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

/** Prisma Cloud Compute API reference, shared.ImageScanResult: `_id` names the row. */
function parsed(
  bytes: Uint8Array,
): { readonly id: string; readonly scannedAt: number | null } | null {
  try {
    const row: unknown = JSON.parse(decoder.decode(bytes));
    if (typeof row !== 'object' || row === null || !('_id' in row)) return null;
    if (typeof row._id !== 'string' || row._id === '') return null;
    return { id: row._id, scannedAt: parseWireTime('scanTime' in row ? row.scanTime : null) };
  } catch {
    return null;
  }
}

const idOf = (bytes: Uint8Array) => parsed(bytes)?.id ?? null;

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

function placeOf(checkpoint: Json): Place {
  if (typeof checkpoint !== 'object' || checkpoint === null || !('offset' in checkpoint)) {
    return { offset: 0, last: [] };
  }
  const { offset, last } = checkpoint;
  return {
    offset: typeof offset === 'number' ? offset : 0,
    last: Array.isArray(last) ? last.filter((id) => typeof id === 'string') : [],
  };
}
