import type { Ending } from '../../src/tui/run-terminal.tsx';
import type { Cell, TerminalModes } from './emulator.ts';
import { FakeTtyInput, FakeTtyOutput } from './fake-tty.ts';

/** What a program in a fake terminal is run with. */
export interface TerminalStreams {
  readonly stdin: FakeTtyInput;
  readonly stdout: FakeTtyOutput;
  readonly onMounted: (flush: () => Promise<void>) => void;
}

/** A terminal to be opened. */
export interface TerminalOptions {
  readonly columns: number;
  readonly rows: number;
  readonly run: (streams: TerminalStreams) => Promise<Ending>;
  /** Resolves when the program has no work under way. */
  readonly idle: () => Promise<void>;
}

/** An emulated terminal in this process, and the program that runs in it. */
export interface Terminal {
  /** Sends what a keyboard would; see `keyBytes`. */
  send(bytes: string): Promise<void>;
  /** Waits until no work is under way, and what is known is on the screen. */
  settle(): Promise<void>;
  /** The program learns of the new size as from a real terminal. */
  resize(columns: number, rows: number): void;
  rows(): string[];
  text(): string;
  cellAt(x: number, y: number): Cell;
  modes(): TerminalModes;
  /** What was written since the last call, write by write. */
  takeWrites(): string[];
  /** Resolves when the program has ended and the terminal is restored. */
  readonly ended: Promise<Ending>;
  /** Hangs up, if the program has not ended. */
  close(): Promise<void>;
}

/**
 * Runs a program in an emulated terminal, and waits until it is at rest.
 *
 * @throws the program's error, here and from `send` and `settle`, when it crashes
 */
export async function openTerminal(options: TerminalOptions): Promise<Terminal> {
  const stdout = new FakeTtyOutput(options.columns, options.rows);
  const stdin = new FakeTtyInput();
  const { emulator } = stdout;
  const mounted = Promise.withResolvers<() => Promise<void>>();
  const ended = options.run({ stdin, stdout, onMounted: mounted.resolve });
  const end = watch(ended);
  const flush = await Promise.race([mounted.promise, end.beforeMount]);
  const settle = async () => {
    for (let quietRounds = 0; quietRounds < 2; quietRounds += 1) {
      const { written } = stdout;
      await options.idle();
      end.throwIfCrashed();
      if (!end.isOver()) await flush();
      await emulator.drained();
      if (stdout.written !== written) quietRounds = 0;
    }
  };
  await settle();
  return {
    send: (bytes) => {
      stdin.write(bytes);
      return settle();
    },
    settle,
    resize: (columns, rows) => stdout.resize(columns, rows),
    rows: () => emulator.rows(),
    text: () => emulator.text(),
    cellAt: (x, y) => emulator.cellAt(x, y),
    modes: () => emulator.modes(),
    takeWrites: () => stdout.takeWrites(),
    ended,
    close: async () => {
      stdin.end();
      await ended;
      emulator.dispose();
    },
  };
}

function watch(ended: Promise<Ending>) {
  let ending: Ending | null = null;
  const over = ended.then((result) => {
    ending = result;
    return result;
  });
  const beforeMount = over.then(({ error }): never => {
    throw error ?? new Error('The program ended before it was mounted.');
  });
  beforeMount.catch(() => {});
  return {
    beforeMount,
    isOver: () => ending !== null,
    throwIfCrashed: () => {
      if (ending?.error !== undefined) throw ending.error;
    },
  };
}
