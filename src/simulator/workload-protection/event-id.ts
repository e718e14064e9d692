/**
 * Where an event is: its second, and in it the nanoseconds times 2^20, plus 20 bits that tell
 * events of one nanosecond apart. Both fit a double.
 */
export interface EventPlace {
  /** Since the Unix epoch. */
  readonly second: number;
  readonly key: number;
}

const tieBits = 2 ** 20;
const nanosPerSecond = 1_000_000_000n;

/** The key of an event in its second. */
export const keyOf = (nanos: number, tie: number) => nanos * tieBits + tie;

/** An event's nanoseconds in its second. */
export const nanosOf = (key: number) => Math.floor(key / tieBits);

/** Its time, in nanoseconds since the Unix epoch. */
export const timeOf = ({ second, key }: EventPlace) =>
  BigInt(second) * nanosPerSecond + BigInt(nanosOf(key));

/**
 * The event's id: 16 hexadecimal digits of its time, 16 that look random. Ids sort as the events'
 * times do.
 *
 * @param noise 32 bits that depend on the event
 */
export function idOf(place: EventPlace, noise: number): string {
  const tie = (place.key % tieBits).toString(16).padStart(5, '0');
  const digits = noise.toString(16).padStart(8, '0');
  return `${hex16(timeOf(place))}${tie}${digits}${digits.slice(2, 5)}`;
}

/** The place that an id tells; null for a text that is none. */
export function placeOf(id: string): EventPlace | null {
  if (!/^[0-9a-f]{32}$/.test(id)) return null;
  const { second, nanos } = splitTime(BigInt(`0x${id.slice(0, 16)}`));
  return { second, key: keyOf(nanos, Number.parseInt(id.slice(16, 21), 16)) };
}

/** A time in nanoseconds as whole seconds and the rest. */
export function splitTime(ns: bigint): { readonly second: number; readonly nanos: number } {
  return { second: Number(ns / nanosPerSecond), nanos: Number(ns % nanosPerSecond) };
}

const hex16 = (value: bigint) => value.toString(16).padStart(16, '0');

/** An id of something else, such as a request, that carries its time in the same way. */
export function stampedId(ms: number, high: number, low: number): string {
  const digits = [high, low].map((part) => part.toString(16).padStart(8, '0')).join('');
  return `${hex16(BigInt(Math.floor(ms)) * 1_000_000n)}${digits}`;
}
