const nanosPerMs = 1_000_000n;
/** 2010 and 2100: an id's first half or a number outside of them is no time. */
const earliest = 1_262_304_000_000_000_000n;
const latest = 4_102_444_800_000_000_000n;

/**
 * The nanoseconds that an event's id begins with: 16 of its 32 hexadecimal digits. Older tenants have
 * other ids.
 *
 * @returns epoch nanoseconds; null for an id that carries none
 */
export function nanosInId(id: string): bigint | null {
  if (id.length !== 32) return null;
  const [high, low] = [hexAt(id, 0), hexAt(id, 8)];
  // Not a number where any of the digits is none.
  if (Number.isNaN(high + low + hexAt(id, 16) + hexAt(id, 24))) return null;
  const ns = BigInt(high) * 4_294_967_296n + BigInt(low);
  return isSane(ns) ? ns : null;
}

/** How far an id's time may be from the timestamp's, which is cut or rounded. */
const nearNs = 2_000_000_000n;

/**
 * When an event was: by its id, which is exact, unless its timestamp says something else. Then the id
 * only looks as if it carried a time.
 *
 * @returns epoch nanoseconds; null where neither tells
 */
export function eventNanos(id: string, timestamp: unknown): bigint | null {
  const [carried, told] = [nanosInId(id), wireNanos(timestamp)];
  if (carried === null || told === null) return carried ?? told;
  const apart = carried > told ? carried - told : told - carried;
  return apart <= nearNs ? carried : told;
}

/** The number that eight hexadecimal digits write, in lower case; NaN for others. */
function hexAt(text: string, start: number): number {
  let value = 0;
  for (let at = start; at < start + 8; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) value = value * 16 + code - 48;
    else if (code >= 97 && code <= 102) value = value * 16 + code - 87;
    else return Number.NaN;
  }
  return value;
}

/**
 * A time as this vendor writes it: RFC 3339 with any number of fraction digits, or an integer of
 * seconds, milliseconds, microseconds or nanoseconds, which its size tells apart.
 *
 * @returns epoch nanoseconds; null for what is no time
 */
export function wireNanos(value: unknown): bigint | null {
  if (typeof value === 'bigint') return scaled(value);
  if (typeof value === 'number') return Number.isInteger(value) ? scaled(BigInt(value)) : null;
  if (typeof value !== 'string') return null;
  return /^\d{9,20}$/.test(value) ? scaled(BigInt(value)) : rfc3339Nanos(value);
}

function scaled(value: bigint): bigint | null {
  for (const factor of [1n, 1000n, nanosPerMs, 1000n * nanosPerMs]) {
    if (isSane(value * factor)) return value * factor;
  }
  return null;
}

const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;

function rfc3339Nanos(text: string): bigint | null {
  const [, clock, fraction = '', zone] = rfc3339.exec(text) ?? [];
  if (clock === undefined) return null;
  const ms = Date.parse(`${clock}${zone}`);
  if (Number.isNaN(ms)) return null;
  const ns = BigInt(ms) * nanosPerMs + BigInt(fraction.padEnd(9, '0').slice(0, 9));
  return isSane(ns) ? ns : null;
}

function isSane(ns: bigint): boolean {
  return ns >= earliest && ns < latest;
}
