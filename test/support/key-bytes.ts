const named: Readonly<Record<string, string>> = {
  enter: '\r',
  // As a terminal with the kitty keyboard protocol sends it: no wait whether it begins a sequence.
  esc: '\x1b[27u',
  space: ' ',
  tab: '\t',
  'shift-tab': '\x1b[Z',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  pgup: '\x1b[5~',
  pgdn: '\x1b[6~',
  delete: '\x1b[3~',
  backspace: '\x7f',
};

/** What a terminal sends for a key, named as in core/binding.ts. */
export function keyBytes(key: string): string {
  const bytes = named[key];
  if (bytes !== undefined) return bytes;
  const letter = /^ctrl-([a-z])$/.exec(key)?.[1];
  return letter === undefined ? key : String.fromCharCode(letter.charCodeAt(0) - 96);
}

/** What a terminal sends for pasted text, when the program asked to be told (bracketed paste). */
export function pasteBytes(text: string): string {
  return `\x1b[200~${text}\x1b[201~`;
}
