import { usageError } from './errors.ts';

/** Writes words as one line for a POSIX shell, quoted where it needs it. */
export function shellCommand(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w./:@=+%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * Reads a line as a POSIX shell would cut it into words; nothing is expanded.
 *
 * @throws ScandeckError `usage` for a quote that is not closed
 */
export function readShellWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (const [piece] of text.matchAll(wordPieces)) {
    if (/^\s+$/.test(piece)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + bare(piece);
    }
  }
  return word === null ? words : [...words, word];
}

/** Blanks, a quoted text, an escaped character, a quote that is never closed, or plain text. */
const wordPieces = /\s+|'[^']*'|"(?:[^"\\]|\\.)*"|\\[\s\S]?|['"]|[^\s'"\\]+/g;

function bare(piece: string): string {
  const [first = ''] = piece;
  if (piece === "'" || piece === '"') {
    throw usageError(`a quote ${piece} is not closed`, 'Close it, or write a \\ before it.');
  }
  if (first === "'") return piece.slice(1, -1);
  if (first === '"') return piece.slice(1, -1).replaceAll(/\\(["\\$`])/g, '$1');
  return first === '\\' ? piece.slice(1) : piece;
}
