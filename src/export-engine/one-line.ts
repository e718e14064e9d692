/*
 * JSON text taken apart into its tokens, so that some of them can be left out or replaced while all
 * others keep their bytes. Bytes above 0x7f occur in strings alone and pass through one by one.
 */

/** A string, a bracket, colon or comma, or a number or word. */
const token = /"(?:[^"\\]|\\[\s\S])*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

/** The tokens of a row; one character is one byte. */
export function jsonTokens(row: Uint8Array): readonly string[] {
  return byteText(row).match(token) ?? [];
}

/** Joins tokens to a row again. */
export function tokenBytes(tokens: readonly string[]): Buffer {
  return Buffer.from(tokens.join(''), 'latin1');
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Whether bytes hold a line break. */
export function hasLineBreak(bytes: Buffer): boolean {
  return bytes.includes(lineFeed) || bytes.includes(carriageReturn);
}

/** Makes one line of a pretty-printed row: the space between its tokens goes, nothing else. */
export function oneLine(row: Uint8Array): Buffer {
  // A raw line break within a string is no JSON, but some vendors' encoders let it through.
  const tokens = jsonTokens(row).map((part) =>
    part.startsWith('"') ? part.replaceAll('\n', '\\n').replaceAll('\r', '\\r') : part,
  );
  return tokenBytes(tokens);
}

/** The text of a token that is a string; null when it is none. */
export function stringToken(text: string): string | null {
  if (!text.startsWith('"')) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** A string as a token. */
export function tokenOf(text: string): string {
  return byteText(Buffer.from(JSON.stringify(text), 'utf8'));
}

/** The same bytes as a Buffer, without a copy. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function byteText(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('latin1');
}
