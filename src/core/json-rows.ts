/*
 * The rows of a JSON page as the bytes that they came in: nothing is parsed, so that numbers keep
 * their digits and a page that is only passed on costs no more than a look at each byte.
 */

/** A page taken apart, without an object for each row. */
export interface JsonSpans {
  /** The document with the rows' array emptied: what the page says beside its rows. */
  readonly envelope: string;
  /** Where each row begins and ends in the body: two numbers a row. */
  readonly spans: readonly number[];
}

/** A page taken apart. */
export interface JsonRows {
  /** The document with the rows' array emptied: what the page says beside its rows. */
  readonly envelope: string;
  /** Each row's exact bytes: views of the body, which they keep alive. */
  readonly rows: readonly Uint8Array[];
}

/**
 * Finds the rows of a page. Values are told apart by their brackets and strings alone: what is
 * inside a row is checked by whoever parses it.
 *
 * @param key the top-level key of the array; null when the document itself is the array. An array
 * that is null, absent or something else yields no rows, and stays in the envelope
 * @throws SyntaxError when the text ends early or is no JSON at the top
 */
export function splitRows(body: Uint8Array, key: string | null): JsonRows {
  const { envelope, spans } = findRows(body, key);
  return { envelope, rows: rowsOf(body, spans) };
}

/** The bytes of rows that were found: views of the body. */
export function rowsOf(body: Uint8Array, spans: readonly number[]): readonly Uint8Array[] {
  const rows: Uint8Array[] = [];
  for (let at = 0; at < spans.length; at += 2) rows.push(body.subarray(spans[at], spans[at + 1]));
  return rows;
}

/** The same, for who looks at the bytes of a row in the body itself. @throws SyntaxError as above */
export function findRows(body: Uint8Array, key: string | null): JsonSpans {
  const page: Page = { body, spans: [], list: null };
  const start = skipSpace(body, 0);
  const isKeyed = key !== null && body[start] === openObject;
  let end = start;
  if (isKeyed) end = readMembers(page, start, JSON.stringify(key));
  else if (key === null) end = readList(page, start);
  else end = skipValue(body, start);
  const rest = skipSpace(body, end);
  if (rest < body.length) throw unexpected(body, rest);
  const { spans, list } = page;
  if (list === null) return { envelope: textOf(body), spans };
  const [from, to] = list;
  return { envelope: `${textOf(body.subarray(0, from))}[]${textOf(body.subarray(to))}`, spans };
}

/** A member's name as it stands in JSON, for `pickMembers`. */
export function memberName(name: string): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(name));
}

/**
 * The texts of some members of an object: a look at its bytes, where a parse would build all of it.
 *
 * @param start where the object begins
 * @returns one text a name, null for a member that is not there; null as a whole where a name is
 * written with escapes, so that only a parse tells what it is
 * @throws SyntaxError when the object ends early or is none
 */
export function pickMembers(
  body: Uint8Array,
  start: number,
  names: readonly Uint8Array[],
): readonly (string | null)[] | null {
  const picked: (string | null)[] = names.map(() => null);
  if (body[start] !== openObject) throw unexpected(body, start);
  let at = skipSpace(body, start + 1);
  while (body[at] !== closeObject) {
    const nameStart = at;
    if (body[at] !== quote) throw unexpected(body, at);
    at = skipString(body, at);
    const index = names.findIndex((name) => isAt(body, nameStart, at, name));
    if (index < 0 && hasEscape(body, nameStart, at)) return null;
    at = skipSpace(body, at);
    if (body[at] !== colon) throw unexpected(body, at);
    const valueStart = skipSpace(body, at + 1);
    at = skipValue(body, valueStart);
    // The last of them counts, as in a parse.
    if (index >= 0) picked[index] = textOf(body.subarray(valueStart, at));
    at = skipSpace(body, at);
    if (body[at] === comma) at = skipSpace(body, at + 1);
    else if (body[at] !== closeObject) throw unexpected(body, at);
  }
  return picked;
}

function isAt(body: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  if (end - start !== name.length) return false;
  for (let index = 0; index < name.length; index += 1) {
    if (body[start + index] !== name[index]) return false;
  }
  return true;
}

function hasEscape(body: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (body[at] === backslash) return true;
  return false;
}

interface Page {
  readonly body: Uint8Array;
  readonly spans: number[];
  /** Where the array begins and ends, once it is found. */
  list: readonly [number, number] | null;
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
const bracketBit = 0x20;

/** Reads the top-level object. @returns the index after it */
function readMembers(page: Page, start: number, quotedKey: string): number {
  const { body } = page;
  let at = skipSpace(body, start + 1);
  if (body[at] === closeObject) return at + 1;
  while (true) {
    if (body[at] !== quote) throw unexpected(body, at);
    const nameEnd = skipString(body, at);
    const isList = page.list === null && textOf(body.subarray(at, nameEnd)) === quotedKey;
    at = skipSpace(body, nameEnd);
    if (body[at] !== colon) throw unexpected(body, at);
    at = skipSpace(body, at + 1);
    at = skipSpace(body, isList ? readList(page, at) : skipValue(body, at));
    if (body[at] === closeObject) return at + 1;
    if (body[at] !== comma) throw unexpected(body, at);
    at = skipSpace(body, at + 1);
  }
}

/** Reads the rows, if there is an array here. @returns the index after the value */
function readList(page: Page, start: number): number {
  const { body, spans } = page;
  if (body[start] !== openList) return skipValue(body, start);
  let at = skipSpace(body, start + 1);
  if (body[at] === closeList) return endList(page, start, at + 1);
  while (true) {
    const end = skipValue(body, at);
    spans.push(at, end);
    at = skipSpace(body, end);
    if (body[at] === closeList) return endList(page, start, at + 1);
    if (body[at] !== comma) throw unexpected(body, at);
    at = skipSpace(body, at + 1);
  }
}

function endList(page: Page, start: number, end: number): number {
  page.list = [start, end];
  return end;
}

/** @returns the index after the value that begins at `at` */
function skipValue(body: Uint8Array, at: number): number {
  const first = body[at];
  if (first === quote) return skipString(body, at);
  if (first === openObject || first === openList) return skipNested(body, at);
  return skipBare(body, at);
}

/**
 * The loop that every byte of a page passes: strings are skipped in it, and brackets are told by one
 * comparison, since `[` and `{`, and `]` and `}`, differ in one bit alone.
 */
function skipNested(body: Uint8Array, start: number): number {
  const { length } = body;
  let depth = 0;
  let at = start;
  while (at < length) {
    const byte = body[at++] ?? 0;
    if (byte === quote) {
      while (at < length) {
        const inside = body[at++];
        if (inside === quote) break;
        if (inside === backslash) at += 1;
      }
    } else if (byte >= openList) {
      const kind = byte | bracketBit;
      if (kind === openObject) depth += 1;
      else if (kind === closeObject && --depth === 0) return at;
    }
  }
  throw endsEarly();
}

function skipString(body: Uint8Array, start: number): number {
  const { length } = body;
  let at = start + 1;
  while (at < length) {
    const byte = body[at++];
    if (byte === quote) return at;
    if (byte === backslash) at += 1;
  }
  throw endsEarly();
}

/** Numbers, true, false and null: letters, digits, signs and the point. */
function skipBare(body: Uint8Array, start: number): number {
  let at = start;
  while (isBare(body[at])) at += 1;
  if (at === start) throw unexpected(body, at);
  return at;
}

const bareBytes = new Set(new TextEncoder().encode('-+.0123456789Eaeflnrstu'));

const isBare = (byte: number | undefined) => byte !== undefined && bareBytes.has(byte);

function skipSpace(body: Uint8Array, start: number): number {
  let at = start;
  while (body[at] === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09) at += 1;
  return at;
}

const decoder = new TextDecoder();
const textOf = (bytes: Uint8Array) => decoder.decode(bytes);

const endsEarly = () => new SyntaxError('Unexpected end of JSON input');

function unexpected(body: Uint8Array, at: number): SyntaxError {
  if (at >= body.length) return endsEarly();
  return new SyntaxError(`Unexpected byte 0x${body[at]?.toString(16)} at ${at} of the JSON`);
}
