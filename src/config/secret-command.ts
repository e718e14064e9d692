import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '../core/clock.ts';
import type { Environment } from './paths.ts';

const limitMs = 30_000;

/** What a command is run with. */
export interface CommandOptions {
  readonly env: Environment;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
}

/** A command's stdout, or in a few words why there is none. */
export type CommandAnswer = { readonly output: string } | { readonly problem: string };

/**
 * Runs a command line in the system's shell, for 30 seconds at most. It has no terminal to ask on,
 * since the deck owns it, and what it says on stderr goes nowhere, since that may hold the secret.
 */
export function commandOutput(line: string, options: CommandOptions): Promise<CommandAnswer> {
  const child = spawn(line, {
    shell: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    // A session of its own: it cannot reach the terminal, and all of it can be ended at once.
    detached: process.platform !== 'win32',
    env: { ...options.env },
    windowsHide: true,
  });
  return new Promise((resolve) => {
    const settle = (answer: CommandAnswer) => {
      cancel();
      options.signal.removeEventListener('abort', stop);
      resolve(answer);
    };
    const giveUp = (problem: string) => {
      kill(child);
      child.stdout.destroy();
      settle({ problem });
    };
    const stop = () => giveUp('was stopped');
    const cancel = options.clock.after(limitMs, () => giveUp('gave no answer within 30 seconds'));
    options.signal.addEventListener('abort', stop);
    const output = collect(child, options.maxBytes, () => giveUp('printed too much for a secret'));
    child.on('error', () => settle({ problem: 'could not be started' }));
    child.on('close', (code, signal) => {
      if (code === 0) settle({ output: output() });
      else settle({ problem: code === null ? `was ended by ${signal}` : `ended with ${code}` });
    });
  });
}

function collect(child: ChildProcess, maxBytes: number, tooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes > maxBytes) tooMuch();
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Ends the command with everything that it started. */
function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
