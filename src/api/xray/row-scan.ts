import { parseWireTime } from '../../core/time.ts';

/** A row's identity and time, as numbers. */
export interface ScannedRow {
  id: number;
  /** Epoch milliseconds; the vendor gives whole seconds. */
  atMs: number;
}

const beforeId = Buffer.from('{"id":');
const beforeTime = Buffer.from(',"created_at":"');

/** As many as every number has exactly. */
const mostDigits = 15;

const digitZero = 0x30;
const comma = 0x2c;
const closeObject = 0x7d;

/**
 * Creates a reader of rows where they lie in a page, for rows that look as the vendor's do: first
 * the id, then the time in seconds, without space. It fills `row`: no memory is needed for each.
 *
 * @returns whether the row at `start` is one of those; others are for `createRowReader`
 */
export function createRowScan(row: ScannedRow): (body: Uint8Array, start: number) => boolean {
  const timeAt = createSecondReader();
  return (body, start) => {
    const first = start + beforeId.length;
    let [at, id] = [first, 0];
    for (let digit = digitAt(body, at); digit <= 9; digit = digitAt(body, at)) {
      id = id * 10 + digit;
      at += 1;
    }
    const digits = at - first;
    const isNumber = digits === 1 || (digits > 1 && body[first] !== digitZero);
    if (!isNumber || digits > mostDigits) return false;
    if (!hasAt(body, start, beforeId) || !hasAt(body, at, beforeTime)) return false;
    row.id = id;
    row.atMs = timeAt(body, at + beforeTime.length);
    return !Number.isNaN(row.atMs);
  };
}

const dateLength = 10;

/** Rows that follow one another share a day, and so its midnight. NaN for what looks otherwise. */
function createSecondReader(): (body: Uint8Array, at: number) => number {
  let day = -1;
  let midnight = Number.NaN;
  return (body, at) => {
    if (!hasTimeMarks(body, at)) return Number.NaN;
    const date = (digitsAt(body, at) * 100 + digitsAt(body, at + 2)) * 10_000 + dayOf(body, at);
    const [hours, minutes] = [digitsAt(body, at + 11), digitsAt(body, at + 14)];
    const seconds = digitsAt(body, at + 17);
    if (hours > 23 || minutes > 59 || seconds > 59) return Number.NaN;
    if (date !== day) {
      const text = Buffer.from(body.buffer, body.byteOffset + at, dateLength).toString('latin1');
      midnight = parseWireTime(`${text}T00:00:00Z`) ?? Number.NaN;
      day = date;
    }
    return midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  };
}

const dayOf = (body: Uint8Array, at: number) =>
  digitsAt(body, at + 5) * 100 + digitsAt(body, at + 8);

/** What stands between the digits of `2026-11-21T11:00:00Z"`, and that the member ends behind it. */
function hasTimeMarks(body: Uint8Array, at: number): boolean {
  const end = body[at + 21];
  return (
    body[at + 4] === 0x2d &&
    body[at + 7] === 0x2d &&
    body[at + 10] === 0x54 &&
    body[at + 13] === 0x3a &&
    body[at + 16] === 0x3a &&
    body[at + 19] === 0x5a &&
    body[at + 20] === 0x22 &&
    (end === comma || end === closeObject)
  );
}

/** Above 9 for what is no digit. */
const digitAt = (body: Uint8Array, at: number) => ((body[at] ?? 0) - digitZero) >>> 0;

/** Two digits; NaN where one of them is none. */
function digitsAt(body: Uint8Array, at: number): number {
  const [tens, ones] = [digitAt(body, at), digitAt(body, at + 1)];
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function hasAt(body: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index += 1) {
    if (body[at + index] !== wanted[index]) return false;
  }
  return true;
}
