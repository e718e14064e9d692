import type { Session } from '../api/session.ts';
import type { Clock } from '../core/clock.ts';
import type { ExitCode } from '../core/errors.ts';
import type { ProgramPort } from '../core/program.ts';
import type { CommandInput, Feature } from '../features/feature.ts';
import type { CliGlobals } from './global-options.ts';
import type { Output } from './output.ts';
import type { Catalogue } from './parse.ts';
import type { Interruption } from './signals.ts';

/** What the command line runs on: the process, and the parts that the composition root chose. */
export interface CliHost {
  /** Without the program's own name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly output: Output;
  readonly stderr: ErrorStream;
  readonly interruption: Interruption;
  readonly screen: DeckScreen;
  readonly catalogue: () => Promise<Catalogue>;
  /** The program itself; absent in a test of the command line. */
  readonly program?: (globals: CliGlobals) => ProgramPort;
  readonly features: () => Promise<readonly Feature[]>;
  /** @throws ScandeckError `config` */
  readonly openSession: (globals: CliGlobals) => Promise<Session>;
  /** Opens a session on a simulator, which ends with it. @throws ScandeckError `usage` */
  readonly openDemo: (globals: CliGlobals, input: CommandInput) => Promise<Session>;
}

/** The part of `process.stderr` that is used. */
export interface ErrorStream {
  write(text: string): unknown;
  on(event: 'error', listener: () => void): unknown;
}

/** The deck on the process's terminal. */
export interface DeckScreen {
  /** Takes the terminal and paints something at once, before anything heavy is loaded. */
  enter(): Promise<void>;
  /** Gives the terminal back, if it was taken and the deck itself has not done so. */
  leave(): void;
  /** Loads what is heavy. */
  load(): Promise<void>;
  /** Shows the deck until it ends. Signals are its own from then on. */
  run(session: Session): Promise<{ readonly exitCode: ExitCode; readonly error?: unknown }>;
}
