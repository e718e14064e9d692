/** Bytes that are written one behind the other; the room for them grows. */
export interface ByteWriter {
  append(fragment: Uint8Array): void;
  /** A whole number, not negative, in digits. */
  appendNumber(value: number): void;
  /** A time in whole seconds, as `2026-11-21T12:03:41Z`. */
  appendTime(second: number): void;
  /** Takes the last bytes back. */
  drop(length: number): void;
  /** What was written; writing goes on elsewhere. */
  bytes(): Uint8Array;
}

const digitZero = 48;
const colon = 58;
const daySeconds = 86_400;
/** Room for the longest number or time. */
const longestValue = 24;
const dateLength = '2026-11-21T'.length;

/** @param room how many bytes are likely */
export function createByteWriter(room: number): ByteWriter {
  let bytes = Buffer.allocUnsafe(room + longestValue);
  let length = 0;
  let day = Number.NaN;
  let date = Buffer.alloc(dateLength);
  const makeRoom = (wanted: number) => {
    if (length + wanted <= bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * bytes.length + wanted);
    larger.set(bytes.subarray(0, length));
    bytes = larger;
  };
  const append = (fragment: Uint8Array) => {
    makeRoom(fragment.length);
    bytes.set(fragment, length);
    length += fragment.length;
  };
  const appendPair = (value: number, mark: number) => {
    bytes[length] = digitZero + Math.floor(value / 10);
    bytes[length + 1] = digitZero + (value % 10);
    bytes[length + 2] = mark;
    length += 3;
  };
  return {
    append,
    appendNumber: (value) => {
      makeRoom(longestValue);
      const start = length;
      length += digitsOf(value);
      let rest = value;
      for (let place = length - 1; place >= start; place -= 1) {
        bytes[place] = digitZero + (rest % 10);
        rest = Math.floor(rest / 10);
      }
    },
    appendTime: (second) => {
      const rest = second % daySeconds;
      if (second - rest !== day) {
        day = second - rest;
        date = Buffer.from(new Date(day * 1000).toISOString().slice(0, dateLength));
      }
      append(date);
      makeRoom(longestValue);
      appendPair(Math.floor(rest / 3600), colon);
      appendPair(Math.floor(rest / 60) % 60, colon);
      appendPair(rest % 60, letterZ);
    },
    drop: (count) => {
      length -= count;
    },
    bytes: () => bytes.subarray(0, length),
  };
}

const letterZ = 90;

function digitsOf(value: number): number {
  let digits = 1;
  for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
  return digits;
}
