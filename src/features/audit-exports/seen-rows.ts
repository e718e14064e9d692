import { createHash } from 'node:crypto';
import { type AuditRow, compareIds, createRowReader } from '../../api/xray/row-identity.ts';
import type { AuditPage } from '../../api/xray/schema.ts';
import { ScandeckError } from '../../core/errors.ts';
import { createPlainReader, type PlainRows } from './plain-page.ts';

/** The rows that a walk has seen last. Plain JSON. */
export interface SeenLast {
  /** The last row's id; null while there was none. */
  readonly last: string | null;
  /** How many rows of that id were seen: no document says that ids are unique. */
  readonly same: number;
  /** A digest of the very last row; null while there was none. */
  readonly digest: string | null;
}

/** A page, as one who has seen the rows up to `SeenLast` reads it. */
export interface ReadPage {
  /** Of a plain page, made when they are looked at. */
  readonly rows: readonly AuditRow[];
  /** The same, where the page holds no surprise. */
  readonly plain: PlainRows | null;
  /** Rows without an id or a time. */
  readonly unreadable: readonly Uint8Array[];
  /** Rows at the page's beginning that were seen before. */
  readonly known: number;
  /** Of these, the rows before the one that the page should begin with. */
  readonly early: number;
  /** Rows that are the very row before them once more; they are in none of the lists. */
  readonly repeated: number;
  readonly seen: SeenLast;
}

/** By id. */
export type Direction = 'asc' | 'desc';

/** A page's rows, and what each is; null for what can't be read. */
interface Decoded {
  readonly bytes: readonly Uint8Array[];
  readonly rows: readonly (AuditRow | null)[];
}

type Compare = (left: string, right: string) => number;

/** Reads pages of one direction. Throws ScandeckError `unexpected-answer` for rows out of order. */
export function createPageReader(
  direction: Direction,
): (page: AuditPage, before: SeenLast) => ReadPage {
  const decode = createRowReader();
  const readPlain = createPlainReader();
  const sign = direction === 'asc' ? 1 : -1;
  const compare: Compare = (left, right) => sign * compareIds(left, right);
  return (given, before) => {
    const isKnown = before.last === null || before.same === 1;
    const plain = direction === 'asc' && isKnown ? readPlain(given, before.last) : null;
    if (plain !== null) return plainPage(given, plain, decode);
    const { rows: bytes } = given;
    const page = { bytes, rows: bytes.map(decode) };
    checkOrder(page.rows, compare);
    const known = countKnown(page, before, compare);
    const fresh = page.rows.slice(known);
    const rows = fresh.filter((row) => row !== null);
    const news = rows.filter((row, index) => !isSame(row, rows[index - 1] ?? page.rows[known - 1]));
    const { last } = before;
    const isEarly = (row: AuditRow | null) => row && last !== null && compare(row.id, last) < 0;
    return {
      rows: news.length === rows.length ? rows : news,
      plain: null,
      unreadable: bytes.slice(known).filter((_, index) => fresh[index] === null),
      known,
      early: page.rows.slice(0, known).filter(isEarly).length,
      repeated: rows.length - news.length,
      seen: seenAfter(page, known, before),
    };
  };
}

function plainPage(
  page: AuditPage,
  plain: PlainRows,
  decode: (bytes: Uint8Array) => AuditRow | null,
): ReadPage {
  const { known, lastId } = plain;
  const [start, end] = page.spans.slice(-2);
  return {
    get rows() {
      return page.rows.slice(known).flatMap((bytes) => decode(bytes) ?? []);
    },
    ...{ plain, unreadable: [], known, early: 0, repeated: 0 },
    seen: { last: lastId, same: 1, digest: digestOf(page.body.subarray(start, end)) },
  };
}

function checkOrder(rows: readonly (AuditRow | null)[], compare: Compare): void {
  let before: AuditRow | null = null;
  for (const row of rows) {
    if (row === null) continue;
    if (before !== null && compare(before.id, row.id) > 0) {
      throw unexpectedList(`event ${row.id} comes after ${before.id}, out of the order asked for`);
    }
    before = row;
  }
}

/** Rows up to the last one that was seen before. */
function countKnown({ bytes, rows }: Decoded, before: SeenLast, compare: Compare): number {
  const { last, same, digest } = before;
  const compared = (row: AuditRow | null) => (row && last !== null ? compare(row.id, last) : null);
  const isLast = (index: number) => digest !== null && digestOf(bytes[index]) === digest;
  // Where rows share an id, it matters with which of them the page begins.
  let equals = compared(rows[0] ?? null) === 0 && (same === 1 || isLast(0)) ? 1 : same;
  let known = 0;
  for (const [index, row] of rows.entries()) {
    const order = compared(row);
    if (row !== null && (order === null || order > 0)) break;
    const isSeen = order === null ? isLast(index) : order < 0 || equals-- > 0;
    if (isSeen) known = index + 1;
  }
  return known;
}

function seenAfter({ bytes, rows }: Decoded, known: number, before: SeenLast): SeenLast {
  if (known === rows.length) return before;
  const fresh = rows.slice(known).filter((row) => row !== null);
  const last = fresh.at(-1)?.id ?? before.last;
  const count = fresh.filter(({ id }) => id === last).length;
  return {
    last,
    same: last === before.last ? before.same + count : count,
    digest: digestOf(bytes.at(-1)),
  };
}

/** The same event once more. */
function isSame(row: AuditRow, before: AuditRow | null | undefined): boolean {
  return before?.id === row.id && Buffer.compare(before.bytes, row.bytes) === 0;
}

function digestOf(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? new Uint8Array())
    .digest('base64url')
    .slice(0, 22);
}

/** A list that can't be trusted: going on could leave rows out. */
export function unexpectedList(what: string): ScandeckError {
  return new ScandeckError(`JFrog Xray: curation audit events: ${what}`, {
    code: 'unexpected-answer',
    who: 'vendor',
    exitCode: 1,
    hint: 'Going on could leave events out. `--debug FILE` keeps the exchange for a report.',
    retryable: false,
  });
}
