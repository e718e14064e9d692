import { wireNanos } from './exact-time.ts';

const member = Buffer.from('"timestamp":');
const quote = 0x22;
const zulu = 0x5a;
const [zero, nine] = [0x30, 0x39];

/** Characters of `2024-07-03T18:23:21`. */
const clockLength = 19;

/** How far an id's time may be from the timestamp's, in seconds. */
const nearSeconds = 2;

/** The rows of a busy feed share their seconds. */
let lastClock = '';
let lastSeconds = 0;

/**
 * Whether a row's timestamp says another time than its id, looked for in its bytes alone. Nothing is
 * taken for another time that is none.
 *
 * @param seconds the id's time, since the epoch
 */
export function tellsOtherTime(row: Buffer, seconds: number): boolean {
  const at = row.indexOf(member) + member.length;
  if (at < member.length) return false;
  const told = row[at] === quote ? secondsOfText(row, at + 1) : secondsOfNumber(row, at);
  return Math.abs(told - seconds) > nearSeconds;
}

/** NaN for what is no time. */
function secondsOfText(row: Buffer, start: number): number {
  const end = row.indexOf(quote, start);
  if (row[end - 1] !== zulu) return secondsOf(row.toString('latin1', start, end));
  const clock = row.toString('latin1', start, start + clockLength);
  if (clock !== lastClock) {
    lastClock = clock;
    lastSeconds = secondsOf(`${clock}Z`);
  }
  return lastSeconds;
}

function secondsOfNumber(row: Buffer, start: number): number {
  let end = start;
  while ((row[end] ?? 0) >= zero && (row[end] ?? 0) <= nine) end += 1;
  return secondsOf(row.toString('latin1', start, end));
}

function secondsOf(text: string): number {
  const ns = wireNanos(text);
  return ns === null ? Number.NaN : Number(ns / 1_000_000_000n);
}
