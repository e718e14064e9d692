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
  // Rows of one second follow one another.
  let lastText = '';
  let lastMs: number | null = null;
  const timeOf = (text: unknown) => {
    if (typeof text !== 'string') return null;
    if (text !== lastText) {
      lastText = text;
      lastMs = parseWireTime(text);
    }
    return lastMs;
  };
  return (bytes) => {
    const { id, at } = partsOf(bytes);
    const atMs = timeOf(at);
    return id === null || atMs === null ? null : { id, atMs, bytes };
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
