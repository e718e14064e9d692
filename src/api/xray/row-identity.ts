import { parseJson } from '../../core/json.ts';
import { parseWireTime } from '../../core/time.ts';

/** A row with what scandeck computes with: its identity and its time. */
export interface AuditRow {
  /** Digits, without leading zeros. */
  readonly id: string;
  /** Epoch milliseconds; the vendor gives whole seconds. */
  readonly atMs: number;
  /** The vendor's JSON, byte for byte. */
  readonly bytes: Uint8Array;
}

/** The vendor writes the two first, without space; a row that begins otherwise is parsed. */
const beforeId = Buffer.from('{"id":');
const beforeTime = Buffer.from(',"created_at":"');

/** Reads the identity and the time of rows; null for a row without one of them. */
export function createRowReader(): (bytes: Uint8Array) => AuditRow | null {
  const timeAt = createTimeReader();
  return (bytes) => {
    const end = endOfId(bytes);
    const atMs = end === null ? null : timeAt(bytes, end + beforeTime.length);
    if (end === null || atMs === null) return parsedRow(bytes);
    return { id: bufferOf(bytes).toString('latin1', beforeId.length, end), atMs, bytes };
  };
}

const digitZero = 0x30;
const quote = 0x22;
const comma = 0x2c;
const closeObject = 0x7d;

/** Null for a row that begins otherwise. */
function endOfId(bytes: Uint8Array): number | null {
  if (!hasAt(bytes, 0, beforeId)) return null;
  const first = beforeId.length;
  let end = first;
  while (digitAt(bytes, end) >= 0) end += 1;
  const isNumber = end === first + 1 || (end > first && bytes[first] !== digitZero);
  return isNumber && hasAt(bytes, end, beforeTime) ? end : null;
}

const timeForm = Buffer.from('0000-00-00T00:00:00Z"');
const dayLength = 10;

/**
 * Reads times of rows that follow one another, from their bytes: those of one day share its midnight.
 * Null for what is no time, or is not followed by the next member or the end.
 */
function createTimeReader(): (bytes: Uint8Array, at: number) => number | null {
  let day = -1;
  let midnight: number | null = null;
  return (bytes, at) => {
    if (!hasForm(bytes, at)) return otherTime(bytes, at);
    if (!endsMember(bytes, at + timeForm.length)) return null;
    const [hours, minutes] = [twoDigits(bytes, at + 11), twoDigits(bytes, at + 14)];
    const seconds = twoDigits(bytes, at + 17);
    if (hours > 23 || minutes > 59 || seconds > 59) return null;
    const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
    const date = (year * 100 + twoDigits(bytes, at + 5)) * 100 + twoDigits(bytes, at + 8);
    if (date !== day) {
      day = date;
      const text = bufferOf(bytes).toString('latin1', at, at + dayLength);
      midnight = parseWireTime(`${text}T00:00:00Z`);
    }
    return midnight === null ? null : midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  };
}

const longestTime = 40;

/** A time with fractions of a second, or in another zone. */
function otherTime(bytes: Uint8Array, at: number): number | null {
  const end = bytes.subarray(at, at + longestTime).indexOf(quote);
  if (end < 0 || !endsMember(bytes, at + end + 1)) return null;
  const text = bufferOf(bytes).toString('latin1', at, at + end);
  return text.includes('\\') ? null : parseWireTime(text);
}

const endsMember = (bytes: Uint8Array, at: number) =>
  bytes[at] === comma || bytes[at] === closeObject;

function hasForm(bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < timeForm.length; index += 1) {
    const wanted = timeForm[index];
    const isRight =
      wanted === digitZero ? digitAt(bytes, at + index) >= 0 : bytes[at + index] === wanted;
    if (!isRight) return false;
  }
  return true;
}

function hasAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index += 1) {
    if (bytes[at + index] !== wanted[index]) return false;
  }
  return true;
}

/** -1 for what is no digit. */
function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] ?? 0) - digitZero;
  return digit <= 9 ? Math.max(-1, digit) : -1;
}

const twoDigits = (bytes: Uint8Array, at: number) =>
  digitAt(bytes, at) * 10 + digitAt(bytes, at + 1);

function bufferOf(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Orders ids as the numbers that they are. */
export function compareIds(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function parsedRow(bytes: Uint8Array): AuditRow | null {
  const row = parsed(bufferOf(bytes).toString('utf8'));
  const [id, at] = [idIn(row.id), row.created_at];
  const atMs = typeof at === 'string' ? parseWireTime(at) : null;
  return id === null || atMs === null ? null : { id, atMs, bytes };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = parseJson(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // What is no JSON has no identity either: the row is told as unreadable.
    return {};
  }
}

function idIn(value: unknown): string | null {
  const text = typeof value === 'string' ? value : isWhole(value) ? String(value) : '';
  return /^(0|[1-9]\d*)$/.test(text) ? text : null;
}

const isWhole = (value: unknown) => typeof value === 'bigint' || Number.isSafeInteger(value);
