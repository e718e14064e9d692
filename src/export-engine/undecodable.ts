import { createHash } from 'node:crypto';
import { bufferOf } from './one-line.ts';

/** How rows that can't be read are kept. */
export interface UndecodableOptions {
  /** The window's id. */
  readonly window: string;
  /** With masked users nothing of such a row is kept but its hash: nobody knows what is in it. */
  readonly masked: boolean;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Prints rows that could not be read: one line of JSON each, as text where it is UTF-8. */
export function undecodableLines(
  rows: readonly Uint8Array[],
  { window, masked }: UndecodableOptions,
): Buffer {
  const lines = rows.map((row) => {
    const sha256 = createHash('sha256').update(row).digest('hex');
    const content = masked ? {} : contentOf(row);
    return `${JSON.stringify({ window, bytes: row.length, sha256, ...content })}\n`;
  });
  return Buffer.from(lines.join(''));
}

function contentOf(row: Uint8Array): { readonly text: string } | { readonly base64: string } {
  try {
    return { text: utf8.decode(row) };
  } catch {
    return { base64: bufferOf(row).toString('base64') };
  }
}
