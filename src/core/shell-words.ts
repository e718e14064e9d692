/** Writes words as one line for a POSIX shell, quoted where it needs it. */
export function shellCommand(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w./:@=+%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
