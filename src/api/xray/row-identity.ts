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

/** The vendor writes the two first; a row that begins otherwise is parsed. */
const beginning = /^\{\s*"id"\s*:\s*(0|[1-9]\d*)\s*,\s*"created_at"\s*:\s*"([^"\\]{1,40})"\s*[,}]/;
const beginningLength = 160;

/** Reads the identity and the time of rows; null for a row without one of them. */
export function createRowReader(): (bytes: Uint8Array) => AuditRow | null {
  const timeOf = createTimeReader();
  return (bytes) => {
    const { id, at } = partsOf(bytes);
    const atMs = typeof at === 'string' ? timeOf(at) : null;
    return id === null || atMs === null ? null : { id, atMs, bytes };
  };
}

const clockTime = /^T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** Reads times of rows that follow one another: those of one day share its midnight. */
function createTimeReader(): (text: string) => number | null {
  let day = '';
  let midnight: number | null = null;
  return (text) => {
    const clock = text.slice(10);
    if (!clockTime.test(clock)) return parseWireTime(text);
    const date = text.slice(0, 10);
    if (date !== day) {
      day = date;
      midnight = parseWireTime(`${date}T00:00:00Z`);
    }
    if (midnight === null) return null;
    const [hours, minutes, seconds] = [clock.slice(1, 3), clock.slice(4, 6), clock.slice(7, 9)];
    return midnight + (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  };
}

/** Orders ids as the numbers that they are. */
export function compareIds(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function partsOf(bytes: Uint8Array): { readonly id: string | null; readonly at: unknown } {
  const { buffer, byteOffset, length } = bytes;
  const view = Buffer.from(buffer, byteOffset, length);
  const found = beginning.exec(view.toString('latin1', 0, Math.min(length, beginningLength)));
  if (found !== null) return { id: found[1] ?? null, at: found[2] };
  const row = parsed(view.toString('utf8'));
  return { id: idIn(row.id), at: row.created_at };
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
