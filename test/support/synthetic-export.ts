import { exitCodes, ScandeckError } from '../../src/core/errors.ts';
import { fieldColumn } from '../../src/export-engine/csv-cells.ts';
import type {
  ExportKind,
  ExportPage,
  ExportRequest,
  ExportRow,
} from '../../src/export-engine/kind.ts';

/** The rows of each window, as the vendor prints them. */
export type SyntheticRows = readonly (readonly string[])[];

/** How a synthetic vendor behaves. */
export interface SyntheticOptions {
  readonly rows: SyntheticRows;
  /** From 0 to below 1: sizes of pages and faults. */
  readonly random?: () => number;
  /** Share of the pages that fail. */
  readonly faults?: number;
  /** Called before each page, such as to hold it back. */
  readonly beforePage?: (window: number, offset: number) => Promise<void> | void;
  /** Rows that can't be read, by window: they come with its first page. */
  readonly undecodable?: ReadonlyMap<number, readonly string[]>;
  readonly maxPage?: number;
  /** Whether windows are written one after the other, two read at once. @default beside each other */
  readonly isInTurn?: boolean | undefined;
}

const dayMs = 86_400_000;

/** A failure that another try mends. */
export function passingFault(message = 'the vendor is busy'): ScandeckError {
  return new ScandeckError(message, {
    ...{ code: 'http-status', who: 'vendor', exitCode: exitCodes.refused, retryable: true },
  });
}

/** A kind whose rows are given: nothing is asked over a network. */
export function createSyntheticKind(options: SyntheticOptions): ExportKind {
  const { rows, random = () => 0.5, faults = 0, maxPage = 4 } = options;
  return {
    name: 'synthetic',
    title: 'Synthetic rows',
    source: 'xray',
    concurrency: 2,
    isWrittenInTurn: options.isInTurn ?? false,
    pageSizes: () => ({ least: 1, most: 1_000_000, source: 'given rows' }),
    plan: () =>
      rows.map((_, index) => ({
        id: `w${index}`,
        fromMs: index * dayMs,
        toMs: (index + 1) * dayMs,
        detail: { index },
      })),
    pages: async function* ({ window, checkpoint, request, signal }) {
      const index = Number(window.id.slice(1));
      const texts = rows[index] ?? [];
      for (let at = offsetOf(checkpoint); at < texts.length || at === 0; ) {
        await options.beforePage?.(index, at);
        signal.throwIfAborted();
        if (random() < faults) throw passingFault();
        const size = request.pageSize ?? 1 + Math.floor(random() * maxPage);
        const next = Math.min(texts.length, at + size);
        yield page(texts, { at, next, bad: at === 0 ? options.undecodable?.get(index) : [] });
        if (texts.length === 0) return;
        at = next;
      }
    },
    columns: [
      fieldColumn('id', 'id', 'the number of the row'),
      fieldColumn('user', 'user.name', 'who did it'),
      fieldColumn('policies', 'policies.name', 'names of the policies'),
    ],
    userPaths: ['user.name', 'user.mail'],
  };
}

function offsetOf(checkpoint: unknown): number {
  return typeof checkpoint === 'number' ? checkpoint : 0;
}

function page(
  texts: readonly string[],
  part: { readonly at: number; readonly next: number; readonly bad: readonly string[] | undefined },
): ExportPage {
  const body = Buffer.from(texts.slice(part.at, part.next).join(','));
  const rows: ExportRow[] = [];
  let start = 0;
  for (const [index, text] of texts.slice(part.at, part.next).entries()) {
    const length = Buffer.byteLength(text);
    rows.push({ id: String(part.at + index), bytes: body.subarray(start, start + length) });
    start += length + 1;
  }
  const undecodable = (part.bad ?? []).map((text) => Buffer.from(text));
  return { rows, checkpoint: part.next, undecodable, query: { page: 'last' } };
}

/** A request for a synthetic export. */
export function syntheticRequest(changes: Partial<ExportRequest> = {}): ExportRequest {
  return {
    ...{ kind: 'synthetic', sinceMs: 0, untilMs: 30 * dayMs, criteria: {}, format: 'ndjson' },
    ...{ gzip: false, columns: 'scandeck', maskUsers: false, rawCells: false, pageSize: null },
    ...{ concurrency: null, out: '/out/rows.ndjson', force: false, openedBy: [] },
    ...changes,
  };
}

/** What an ndjson export of some rows must hold. */
export function ndjsonOf(rows: SyntheticRows): string {
  return rows
    .flat()
    .map((text) => `${text}\n`)
    .join('');
}
