import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from '../../src/api/session.ts';
import { createActivity } from '../../src/core/activity.ts';
import type { ProgramPort } from '../../src/core/program.ts';
import type { Feature } from '../../src/features/feature.ts';
import { runDeck } from '../../src/tui/run.tsx';
import type { Ending } from '../../src/tui/run-terminal.tsx';
import { shellKeymap } from '../../src/tui/shell-keymap.ts';
import type { Environment } from '../../src/tui/terminal-modes.ts';
import type { Cell, TerminalModes } from './emulator.ts';
import { keyBytes, pasteBytes } from './key-bytes.ts';
import type { ManualClock } from './manual-clock.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** What a driven deck is opened with: a session, or the content of a config file. */
export type DriverOptions = {
  readonly columns: number;
  readonly rows: number;
  /** The session's clock. */
  readonly clock: ManualClock;
  readonly features: readonly Feature[];
  /** @default a local xterm */
  readonly env?: Environment;
  /** Id of the feature in front. */
  readonly initial?: string;
  /** The program that panes start again. @default none */
  readonly program?: ProgramPort;
} & ({ readonly session: Session } | { readonly config: object; readonly readOnly?: boolean });

/** A whole deck in this process, on an emulated terminal; used as a user would, without sleeps. */
export interface Driver {
  readonly session: Session;
  /** Presses the key of each binding; the deck comes to rest after each. */
  press(...bindingIds: string[]): Promise<void>;
  /** Presses keys by their name in core/binding.ts. */
  keys(...names: string[]): Promise<void>;
  /** Types text, each character a key of its own. */
  type(text: string): Promise<void>;
  paste(text: string): Promise<void>;
  /** Waits until no work is under way, and what is known is on the screen. */
  settle(): Promise<void>;
  /** Moves time in small steps, so that requests are answered in between; then settles. */
  advance(ms: number): Promise<void>;
  /** One string a row, without the blanks at its end. */
  screen(): string[];
  text(): string;
  cellAt(x: number, y: number): Cell;
  modes(): TerminalModes;
  /** How many bytes were written since `bytes` or `takeWrites` was last asked. */
  bytes(): number;
  /** What was written since `bytes` or `takeWrites` was last asked, write by write. */
  takeWrites(): string[];
  resize(columns: number, rows: number): Promise<void>;
  /** Resolves when the deck has ended and the terminal is restored. */
  readonly ended: Promise<Ending>;
  /** Hangs up, if the deck has not ended, and frees everything. */
  close(): Promise<void>;
}

const localTerminal: Environment = { TERM: 'xterm-256color' };
const stepMs = 100;

/** Opens a deck, and waits until it is at rest. */
export async function openDeck(options: DriverOptions): Promise<Driver> {
  const { session, closeSession } = await sessionOf(options);
  const { columns, rows, clock, features, env = localTerminal } = options;
  const terminal = await openTerminal({
    columns,
    rows,
    idle: () => session.activity.idle(),
    run: (streams) => runDeck({ ...options, ...streams, session, env, version: '0.0.0-test' }),
  });
  const keys = async (...names: string[]) => {
    for (const name of names) await terminal.send(keyBytes(name));
  };
  return {
    ...terminal,
    session,
    press: async (...ids) => keys(...ids.map((id) => keyOf(id, session, features))),
    keys,
    type: (text) => keys(...Array.from(text, nameOf)),
    paste: (text) => terminal.send(pasteBytes(text)),
    advance: (ms) => advance(ms, { terminal, session, clock }),
    screen: () => terminal.rows(),
    bytes: () => Buffer.byteLength(terminal.takeWrites().join('')),
    resize: (nextColumns, nextRows) => {
      terminal.resize(nextColumns, nextRows);
      return advance(stepMs, { terminal, session, clock });
    },
    close: async () => {
      await terminal.close();
      await closeSession();
    },
  };
}

interface Moving {
  readonly terminal: Terminal;
  readonly session: Session;
  readonly clock: ManualClock;
}

async function advance(ms: number, { terminal, session, clock }: Moving): Promise<void> {
  for (let left = ms; left > 0; left -= stepMs) {
    await clock.advance(Math.min(left, stepMs));
    await session.activity.idle();
  }
  await terminal.settle();
}

async function sessionOf(options: DriverOptions) {
  if ('session' in options) return { session: options.session, closeSession: async () => {} };
  const { openSession } = await import('../../src/config/session.ts');
  const folder = await mkdtemp(join(tmpdir(), 'scandeck-deck-'));
  const configFile = join(folder, 'config.json');
  await writeFile(configFile, JSON.stringify(options.config), { mode: 0o600 });
  const { clock, env = {}, readOnly = false } = options;
  const activity = createActivity();
  const session = await openSession({ configFile, clock, activity, env, readOnly });
  const closeSession = async () => {
    await session.close();
    await rm(folder, { recursive: true });
  };
  return { session, closeSession };
}

function keyOf(id: string, session: Session, features: readonly Feature[]): string {
  const bindings = [...shellKeymap, ...features.flatMap(({ keymap }) => keymap)];
  const binding = bindings.find((candidate) => candidate.id === id);
  const key = session.preferences.keys[id]?.[0] ?? binding?.keys[0];
  if (key !== undefined) return key;
  throw new Error(`There is no binding ${id}, but ${bindings.map((known) => known.id).join(' ')}`);
}

function nameOf(character: string): string {
  return character === ' ' ? 'space' : character;
}
