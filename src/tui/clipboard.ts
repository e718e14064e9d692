import type { Environment } from './terminal-modes.ts';

/** Terminals and multiplexers that have a limit refuse more base64 characters than this. */
const maxEncodedChars = 74_994;
/** GNU screen cuts a longer string; the parts are joined again by the terminal. */
const screenPartChars = 76;

/**
 * The bytes that put a text on the user's clipboard (OSC 52), wrapped so that tmux and GNU screen
 * pass it on.
 *
 * tmux takes the plain form when `set-clipboard` is on, and passes the wrapped one when
 * `allow-passthrough` is on; nobody can ask which, so it gets both.
 *
 * @returns null when the text is too large to be sent
 */
export function clipboardBytes(text: string, env: Environment): string | null {
  const encoded = Buffer.from(text, 'utf8').toString('base64');
  if (encoded.length > maxEncodedChars) return null;
  const plain = `\x1b]52;c;${encoded}\x07`;
  const term = env.TERM ?? '';
  if (env.TMUX || term.startsWith('tmux')) return plain + wrapForTmux(plain);
  if (env.STY) return wrapForScreen(plain);
  // TERM alone does not tell screen from an older tmux, which ignores screen's wrapping.
  return term.startsWith('screen') ? plain + wrapForScreen(plain) : plain;
}

function wrapForTmux(sequence: string): string {
  return `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
}

function wrapForScreen(sequence: string): string {
  const parts = sequence.match(new RegExp(`[^]{1,${screenPartChars}}`, 'g')) ?? [];
  return `\x1bP${parts.join('\x1b\\\x1bP')}\x1b\\`;
}
