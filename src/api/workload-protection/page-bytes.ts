import { parseJson } from '../../core/json.ts';
import { findRows, memberName, pickMembers } from '../../core/json-rows.ts';
import { nanosInId } from './exact-time.ts';
import { idDigits, idWords, nanosOfWords, readIdWords } from './id-words.ts';
import { createPlaces, type KnownRows, type PlacesReader } from './known-places.ts';
import { tellsOtherTime } from './row-timestamp.ts';
import {
  decodeRow,
  parsePage,
  type RowPlace,
  type TimeIn,
  type UnreadableRow,
  unreadableIn,
  type WirePage,
  type WireRow,
} from './schema.ts';
import { isObject, type WireObject } from './wire.ts';

/** How a page is read. */
export interface ReadOptions {
  /** Rows that are not to be decoded. @default none */
  readonly known?: KnownRows | undefined;
  /** Keeps the bytes of rows, and so the whole body as long as any row. @default false */
  readonly keepsBytes?: boolean;
}

/** A page while its rows are read. */
interface Reading {
  readonly body: Buffer;
  readonly timeIn: TimeIn;
  readonly known: KnownRows | undefined;
  readonly keepsBytes: boolean;
  readonly rows: WireRow[];
  readonly unparsed: UnparsedRow[];
  readonly places: PlacesReader;
}

/**
 * Decodes a page of events or of activity from its bytes. A row that is known is not even parsed,
 * and the others one by one: a single large integer would slow down the whole page.
 *
 * @returns null for what is no page
 * @throws SyntaxError for what is no JSON
 */
export function readPage(
  bytes: Uint8Array,
  timeIn: TimeIn,
  { known, keepsBytes = false }: ReadOptions = {},
): WirePage | null {
  const { envelope, spans } = findRows(bytes, 'data');
  const page = parsePage(parseJson(envelope));
  if (page === null) return null;
  const body = bufferOf(bytes);
  const places = createPlaces(known === undefined ? 0 : spans.length / 2);
  const reading: Reading = {
    ...{ body, timeIn, known, keepsBytes, places },
    ...{ rows: [], unparsed: [] },
  };
  let isWhole = true;
  for (let at = 0; at < spans.length; at += 2) {
    isWhole = readRow(reading, spans[at] ?? 0, spans[at + 1] ?? 0) && isWhole;
  }
  letGoOfPage(reading);
  const unreadable = isWhole ? [] : unreadableRows(reading, spans);
  return { ...page, rows: reading.rows, known: places, unreadable };
}

/** Reads one row. @returns false for one without an identity or a time @throws SyntaxError */
function readRow(reading: Reading, start: number, end: number): boolean {
  const { body, timeIn, known, keepsBytes, rows, places } = reading;
  if (timeIn === 'id' && !keepsBytes && placeAtStart(body, start)) {
    if (known?.hasWords(words)) {
      places.addWords(words);
      return true;
    }
    const unparsed = new UnparsedRow(body, start, end);
    if (!isElsewhere(body.subarray(start, end))) {
      rows.push(unparsed);
      reading.unparsed.push(unparsed);
      return true;
    }
  }
  const row = decodeRow(parseJson(body.toString('utf8', start, end)), timeIn);
  if (row === null) return false;
  if (known?.has(row)) places.add({ id: row.id, atNs: row.atNs });
  else rows.push(keepsBytes ? { ...row, bytes: body.subarray(start, end) } : row);
  return true;
}

/** Whether a row is not where its id, whose words these are, puts it; one that is no JSON is there. */
function isElsewhere(row: Buffer): boolean {
  // A double tells seconds well enough, and makes no garbage.
  const seconds = ((words[0] ?? 0) * 2 ** 32 + (words[1] ?? 0)) / 1e9;
  if (!tellsOtherTime(row, seconds)) return false;
  try {
    parseJson(row.toString());
    return true;
  } catch {
    return false;
  }
}

/** Rare enough to be looked at once more: where they stand, by the rows beside them. */
function unreadableRows(reading: Reading, spans: readonly number[]): readonly UnreadableRow[] {
  const { body, timeIn, keepsBytes } = reading;
  const all: (RowPlace | null)[] = [];
  const lost: Uint8Array[] = [];
  for (let at = 0; at < spans.length; at += 2) {
    const row = body.subarray(spans[at], spans[at + 1]);
    const place = placeOfStart(row, timeIn) ?? decodeRow(parseJson(row.toString()), timeIn);
    all.push(place);
    if (place === null) lost.push(row);
  }
  return unreadableIn(all).map((row, index) => {
    const bytes = lost[index];
    return keepsBytes && bytes !== undefined ? { ...row, bytes } : row;
  });
}

function placeOfStart(row: Buffer, timeIn: TimeIn): RowPlace | null {
  if (timeIn !== 'id' || !placeAtStart(row, 0) || isElsewhere(row)) return null;
  return new UnparsedRow(row, 0, row.length);
}

/** The bytes with which a row begins, before its id. */
const idStart = Buffer.from('{"id":"');
const quote = 0x22;
/** Of the row that is looked at. */
const words = new Uint32Array(idWords);

/** Whether a row begins with an id that carries its time; `words` are then its own. */
function placeAtStart(body: Buffer, start: number): boolean {
  for (let index = 0; index < idStart.length; index += 1) {
    if (body[start + index] !== idStart[index]) return false;
  }
  const at = start + idStart.length;
  return body[at + idDigits] === quote && readIdWords(body, at, words) && isTime(body, at);
}

/** First halves of ids that are times for sure, whatever their second words are. */
const [firstHigh, lastHigh] = [0x1184_a000, 0x38ee_0000];

function isTime(body: Buffer, at: number): boolean {
  const high = words[0] ?? 0;
  if (high > firstHigh && high < lastHigh) return true;
  return nanosInId(body.toString('latin1', at, at + idDigits)) !== null;
}

function bufferOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}

/**
 * A row whose place is known from its first bytes. The rest is parsed when it is looked at: of a
 * busy feed, the deck never shows more than some rows of a page.
 */
class UnparsedRow implements WireRow {
  readonly id: string;
  readonly atNs: bigint;
  #body: Buffer;
  #start: number;
  #end: number;

  /** The words have to be those of this row. */
  constructor(body: Buffer, start: number, end: number) {
    const at = start + idStart.length;
    this.id = body.toString('latin1', at, at + idDigits);
    this.atNs = nanosOfWords(words);
    this.#body = body;
    this.#start = start;
    this.#end = end;
  }

  /** Bytes that it keeps for itself. */
  get size(): number {
    return this.#end - this.#start;
  }

  /** Parsed each time: keep it. */
  get wire(): WireObject {
    try {
      const wire = parseJson(this.#body.toString('utf8', this.#start, this.#end));
      if (isObject(wire)) return wire;
    } catch {
      // Told below: an event that can't be read is still an event.
    }
    return { id: this.id, description: 'the rest of this row is no JSON' };
  }

  /** Of a busy feed, each row is counted by its severity, and few are looked at. */
  get severityPart(): WireObject {
    try {
      const texts = pickMembers(this.#body, this.#start, severityMembers);
      if (texts !== null) return partOf(texts);
    } catch {
      // As below: its severity is then not known.
    }
    return this.wire;
  }

  /** Takes its bytes elsewhere. @returns the index after them */
  move(target: Buffer, at: number): number {
    this.#body.copy(target, at, this.#start, this.#end);
    this.#end = at + this.size;
    this.#start = at;
    this.#body = target;
    return this.#end;
  }
}

const severityNames = ['severity', 'source', 'originator'] as const;
const severityMembers = severityNames.map(memberName);

function partOf(texts: readonly (string | null)[]): WireObject {
  const told = severityNames.flatMap((name, index) => {
    const text = texts[index] ?? null;
    return text === null ? [] : [[name, parseJson(text)] as const];
  });
  return Object.fromEntries(told);
}

/**
 * A page lives as long as a row of it. Where its rows are nearly all new that costs nothing; a few
 * late ones among those that are known move out.
 */
function letGoOfPage({ body, unparsed }: Reading): void {
  const size = unparsed.reduce((sum, row) => sum + row.size, 0);
  if (size * 2 >= body.buffer.byteLength) return;
  const own = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const row of unparsed) at = row.move(own, at);
}
