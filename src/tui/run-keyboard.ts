import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { exitCodes, ScandeckError } from '../core/errors.ts';
import type { TerminalInput } from './tty-input.ts';

/** A keyboard, and how to let go of it. */
export interface Keyboard {
  readonly input: TerminalInput;
  close(): void;
}

/**
 * Finds the keyboard: stdin, or the terminal itself when stdin is a pipe or a file.
 *
 * @throws ScandeckError `no-keyboard`
 */
export function openKeyboard(stdin: TerminalInput): Keyboard {
  if (stdin.isTTY) return { input: stdin, close: () => {} };
  const input = new ReadStream(openTerminal());
  return { input, close: () => input.destroy() };
}

function openTerminal(): number {
  try {
    return openSync('/dev/tty', 'r');
  } catch (cause) {
    throw new ScandeckError('stdin is not a terminal, and there is no other to read keys from', {
      code: 'no-keyboard',
      who: 'environment',
      hint: 'Run it in a terminal, or use a headless command: scandeck --help',
      exitCode: exitCodes.usage,
      cause,
    });
  }
}
