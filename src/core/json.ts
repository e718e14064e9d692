/*
 * JSON that keeps every integer: vendors send nanoseconds and 64-bit ids, which a double rounds.
 */

/** The two functions of JSON that TypeScript's library does not know yet. */
interface ExactJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
}
const exactJson = JSON as unknown as ExactJson;

/**
 * 2^53 has 16 digits, so text without such a number needs no exact, slow parse. Digits in a text
 * or behind a point, such as a hash's, rarely look like one.
 */
const longDigits = /(?:^|[[:,\s-])\d{16}/;

const integer = /^-?\d+$/;

/**
 * Parses JSON. Integers that a number can't hold exactly become bigint; everything else is as
 * JSON.parse has it.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  if (!longDigits.test(text)) return JSON.parse(text);
  try {
    return exactJson.parse(text, exactNumber);
  } catch (error) {
    // Unlike the plain parse, one with a reviver recurses.
    if (error instanceof RangeError) throw new SyntaxError('JSON is nested too deeply');
    throw error;
  }
}

/**
 * Prints JSON, bigint as digits. What JSON can't say, such as undefined, is `null`.
 *
 * @throws TypeError for a cycle
 */
export function stringifyJson(value: unknown, indent?: number): string {
  try {
    return JSON.stringify(value, null, indent) ?? 'null';
  } catch {
    // Almost always a bigint; a cycle throws again.
    return JSON.stringify(value, bigintDigits, indent);
  }
}

function exactNumber(_key: string, value: unknown, { source }: { readonly source?: string }) {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return source !== undefined && integer.test(source) ? BigInt(source) : value;
}

function bigintDigits(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? exactJson.rawJSON(String(value)) : value;
}
