/** Environment variables, as the process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const autoWrapOff = '\x1b[?7l';
const autoWrapOn = '\x1b[?7h';

/**
 * Enters the alternate screen with the cursor hidden and at the top left, and auto-wrap off: where
 * the terminal and we disagree about the width of a character, one row is wrong and not all rows
 * below it. Light enough to be painted before Ink is loaded.
 */
export const enterScreen = `\x1b[?1049h${autoWrapOff}\x1b[?25l\x1b[H`;

/** Undoes `enterScreen`. */
export const leaveScreen = `${autoWrapOn}\x1b[?1049l\x1b[?25h`;

/** Has pasted text marked as such (bracketed paste). Ink switches it too. */
export const pasteOn = '\x1b[?2004h';

/** Begins and ends an update that the terminal shows as a whole (DEC private mode 2026). */
export const beginUpdate = '\x1b[?2026h';
export const endUpdate = '\x1b[?2026l';

/** Puts the window's title on the terminal's stack of titles, and takes it from there (xterm). */
export const saveTitle = '\x1b[22;0t';
export const restoreTitle = '\x1b[23;0t';

/** Sets the window's title. The text must be safe. */
export function setTitle(text: string): string {
  return `\x1b]2;${text}\x07`;
}

/** Whether the terminal knows titles; the Linux console of older kernels prints them. */
export function hasTitle(env: Environment): boolean {
  return env.TERM !== 'linux' && env.TERM !== 'dumb';
}

/** Whether every byte goes over a network. */
export function isRemote(env: Environment): boolean {
  return Boolean(env.SSH_CONNECTION || env.SSH_TTY);
}

/** Whether frames are to be read aloud (Ink's own switch). */
export function isReadAloud(env: Environment): boolean {
  return env.INK_SCREEN_READER === 'true';
}
