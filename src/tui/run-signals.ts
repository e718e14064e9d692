import type { Clock } from '../core/clock.ts';
import { type ExitCode, exitCodes } from '../core/errors.ts';

const endings: readonly (readonly [NodeJS.Signals, ExitCode])[] = [
  ['SIGINT', exitCodes.interrupted],
  ['SIGTERM', exitCodes.terminated],
  ['SIGHUP', exitCodes.hungUp],
];

/** What the process is told from outside while the deck is open. */
export interface SignalListeners {
  /** The process has to end; `error` is set when nobody caught it. */
  readonly onEnd: (exitCode: ExitCode, error?: unknown) => void;
  /** Somebody else than the deck asks it to stop for a while. */
  readonly onSuspend: () => void;
  /** It goes on after a stop that nobody announced (SIGSTOP). */
  readonly onContinue: () => void;
}

/**
 * Listens to the process's signals and to errors that nobody catches. A second signal to end ends
 * the process at once.
 *
 * @returns a function that stops listening
 */
export function listenToProcess({ onEnd, onSuspend, onContinue }: SignalListeners): () => void {
  let ending = false;
  const listeners: [string, (...details: unknown[]) => void][] = endings.map(([name, exitCode]) => [
    name,
    () => {
      if (ending) process.exit(exitCode);
      ending = true;
      onEnd(exitCode);
    },
  ]);
  listeners.push(['uncaughtException', (error) => onEnd(exitCodes.refused, error)]);
  if (process.platform !== 'win32') {
    listeners.push(['SIGTSTP', onSuspend], ['SIGCONT', onContinue]);
  }
  for (const [name, listener] of listeners) process.on(name, listener);
  return () => {
    for (const [name, listener] of listeners) process.off(name, listener);
  };
}

/** How long to wait for a sign that the process was stopped at all, in milliseconds. */
const stopMs = 200;

/**
 * Stops the process, and those that the shell started with it (npm), until the shell goes on with
 * them. Where no shell could do that (the deck is all that runs in this terminal), the kernel drops
 * the signal, and the process goes on at once; a SIGSTOP in its place would strand it.
 */
export async function stopProcess(clock: Clock): Promise<void> {
  if (process.platform === 'win32') return;
  const listeners = process.listeners('SIGTSTP');
  process.removeAllListeners('SIGTSTP');
  await new Promise<void>((resolve) => {
    const cancel = clock.after(stopMs, resolve);
    process.once('SIGCONT', () => {
      cancel();
      resolve();
    });
    process.kill(0, 'SIGTSTP');
  });
  for (const listener of listeners) process.on('SIGTSTP', listener);
}
