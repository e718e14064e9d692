import type { Session } from '../api/session.ts';
import type { ProgramPort } from '../core/program.ts';
import type { Feature } from '../features/feature.ts';
import { App } from './app.tsx';
import { createDeck } from './deck.ts';
import type { TerminalOutput } from './frame-writer.ts';
import { openKeyboard } from './run-keyboard.ts';
import { type Ending, runTerminal } from './run-terminal.tsx';
import type { Environment } from './terminal-modes.ts';
import type { TerminalInput } from './tty-input.ts';

/** What the deck is opened with. */
export interface DeckOptions {
  readonly session: Session;
  readonly features: readonly Feature[];
  readonly stdout: TerminalOutput;
  /** When it is no terminal, keys are read from the terminal itself. */
  readonly stdin: TerminalInput;
  readonly env: Environment;
  readonly version: string;
  /** Id of the feature in front. @default the first */
  readonly initial?: string;
  /** The program itself, for panes that start it again. */
  readonly program?: ProgramPort | undefined;
  /** The alternate screen was entered before, with `enterScreen`. */
  readonly entered?: boolean;
  /** Told once the deck is on the screen; `flush` waits until what is known is painted. */
  readonly onMounted?: (flush: () => Promise<void>) => void;
}

/**
 * Opens the deck on a terminal, until the user or a signal ends it; the terminal is then as it was.
 *
 * @returns how it ended; an error in it is for the caller to print, on the primary screen
 * @throws ScandeckError `no-keyboard`
 */
export async function runDeck(options: DeckOptions): Promise<Ending> {
  const { session, features, env, initial, program } = options;
  const keyboard = openKeyboard(options.stdin);
  try {
    return await runTerminal({
      ...options,
      stdin: keyboard.input,
      clock: session.clock,
      open: (terminal) => {
        const first = initial === undefined ? {} : { initial };
        const deck = createDeck({ session, features, terminal, env, program, ...first });
        return { program: deck, draw: () => <App deck={deck} /> };
      },
    });
  } finally {
    keyboard.close();
  }
}
