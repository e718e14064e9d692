import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/scandeck.js', import.meta.url));

/** How the built program is started. */
export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly node?: readonly string[];
  /** Another launcher than the project's own. */
  readonly script?: string;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts the built program with pipes all around. */
export function startProgram(args: readonly string[], options: ProgramOptions = {}): Child {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [...(options.node ?? []), options.script ?? bin, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH, HOME, XDG_CONFIG_HOME: '/no/such/folder', ...options.env },
  });
}

/** How the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built program to its end. */
export async function runProgram(
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<Ended> {
  return ended(startProgram(args, options));
}

/** Waits for the end of a program, and for all of its output. */
export async function ended(child: Child): Promise<Ended> {
  child.stdin.end();
  const [[code, signal], out, err] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, signal, out, err };
}
