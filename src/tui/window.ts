import { safeText } from '../core/safe-text.ts';
import { clipboardBytes } from './clipboard.ts';
import { type Environment, hasTitle, restoreTitle, saveTitle, setTitle } from './terminal-modes.ts';
import type { TerminalPort } from './terminal-port.ts';

const bell = '\x07';
/** Longer titles are cut by every window manager. */
const maxTitleChars = 120;

/** The terminal's window: its bell, clipboard and title. */
export interface TerminalWindow extends Pick<TerminalPort, 'bell' | 'title' | 'copy'> {
  /** Gives the window the title back that it had, once. */
  restore(): void;
  /** Sets the last title again, after `restore`. */
  resume(): void;
}

/**
 * @param write writes to the terminal, past Ink
 */
export function createWindow(write: (bytes: string) => void, env: Environment): TerminalWindow {
  let title: string | null = null;
  let isSaved = false;
  const set = (text: string) => {
    write((isSaved ? '' : saveTitle) + setTitle(safeText(text, maxTitleChars)));
    isSaved = true;
  };
  return {
    bell: () => write(bell),
    title: (text) => {
      if (text === title || !hasTitle(env)) return;
      title = text;
      set(text);
    },
    copy: (text) => {
      const bytes = clipboardBytes(text, env);
      if (bytes === null) return 'too-large';
      write(bytes);
      return 'sent';
    },
    restore: () => {
      if (isSaved) write(restoreTitle);
      isSaved = false;
    },
    resume: () => {
      if (title !== null) set(title);
    },
  };
}
