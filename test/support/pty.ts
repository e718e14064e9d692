import { type IPty, spawn } from '@lydell/node-pty';
import { createEmulator, type TerminalModes } from './emulator.ts';

/** A real shell in a real pseudo-terminal. */
export interface ShellOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** The shell's folder. */
  readonly cwd: string;
  /** Beside PATH, HOME and TERM. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a test does with a shell. */
export interface Shell {
  /** Types a command line. */
  run(command: string): void;
  /** Sends what a keyboard would; see `keyBytes`. */
  send(bytes: string): void;
  /**
   * Waits until the screen shows a text.
   *
   * @returns what matched
   * @throws when it does not come in time; the message holds the screen
   */
  waitFor(text: string | RegExp): Promise<string>;
  /** Waits until the terminal is in these modes. @throws like `waitFor` */
  waitForModes(modes: Partial<TerminalModes>): Promise<void>;
  rows(): string[];
  modes(): TerminalModes;
  resize(columns: number, rows: number): void;
  close(): Promise<void>;
}

/** What a terminal is like at a shell's prompt. */
export const restored: Partial<TerminalModes> = {
  alternateScreen: false,
  cursorVisible: true,
  autoWrap: true,
  bracketedPaste: false,
};

const boundMs = 60_000;
const prompt = 'ready$';

/** Opens bash with job control, and waits for its prompt. */
export async function openShell({
  columns = 80,
  rows = 24,
  cwd,
  env,
}: ShellOptions): Promise<Shell> {
  const { PATH = '', HOME = '' } = process.env;
  const pty = spawn('bash', ['--noprofile', '--norc', '-i'], {
    cols: columns,
    rows,
    cwd,
    env: { PATH, HOME, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', PS1: `${prompt} `, ...env },
  });
  const exited = new Promise<void>((resolve) => pty.onExit(() => resolve()));
  const emulator = createEmulator(columns, rows);
  const data = pty.onData((chunk) => emulator.write(chunk));
  const until = <Value>(look: () => Value | null, wanted: string) =>
    watch(look, { emulator, wanted });
  const shell: Shell = {
    run: (command) => pty.write(`${command}\r`),
    send: (bytes) => pty.write(bytes),
    waitFor: (text) => until(() => find(emulator.text(), text), String(text)),
    waitForModes: async (modes) => {
      const wanted = Object.entries(modes);
      const look = () => {
        const actual = new Map<string, unknown>(Object.entries(emulator.modes()));
        return wanted.every(([name, value]) => actual.get(name) === value) || null;
      };
      await until(look, JSON.stringify(modes));
    },
    rows: () => emulator.rows(),
    modes: () => emulator.modes(),
    resize: (nextColumns, nextRows) => {
      emulator.resize(nextColumns, nextRows);
      pty.resize(nextColumns, nextRows);
    },
    close: async () => {
      await end(pty, exited);
      data.dispose();
      emulator.dispose();
    },
  };
  await shell.waitFor(prompt);
  // From 5.1 on, bash's own prompt switches bracketed paste on.
  shell.run("bind 'set enable-bracketed-paste off'; clear");
  await shell.waitForModes(restored);
  return shell;
}

interface Watched {
  readonly emulator: ReturnType<typeof createEmulator>;
  /** For the message. */
  readonly wanted: string;
}

/** Looks again after each change of the screen. */
function watch<Value>(look: () => Value | null, { emulator, wanted }: Watched): Promise<Value> {
  return new Promise((resolve, reject) => {
    const bound = AbortSignal.timeout(boundMs);
    const check = () => {
      const seen = look();
      if (seen === null && !bound.aborted) return;
      stop();
      bound.removeEventListener('abort', check);
      if (seen !== null) return resolve(seen);
      const screen = emulator.rows().join('\n| ');
      const modes = JSON.stringify(emulator.modes());
      reject(new Error(`Waited in vain for ${wanted}; the screen is\n| ${screen}\n${modes}`));
    };
    const stop = emulator.onChange(check);
    bound.addEventListener('abort', check);
    check();
  });
}

function find(screen: string, text: string | RegExp): string | null {
  if (typeof text === 'string') return screen.includes(text) ? text : null;
  return text.exec(screen)?.[0] ?? null;
}

/** node-pty's native part aborts when this process ends in the middle of its last callback. */
async function end(pty: IPty, exited: Promise<void>): Promise<void> {
  const isOver = await Promise.race([exited.then(() => true), turn().then(() => false)]);
  if (!isOver) pty.kill('SIGKILL');
  await exited;
  await turn();
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
