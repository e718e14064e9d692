import type { Clock } from '../core/clock.ts';
import { type ExitCode, exitCodes } from '../core/errors.ts';

/** How the process is asked to end, from outside. */
export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** What the signal makes of the exit code; null while none came. */
  exitCode(): ExitCode | null;
  /** From then on signals do what they do by themselves. */
  stopListening(): void;
}

/** What is listened to; `process` is one. */
export interface SignalSource {
  on(name: string, listener: () => void): unknown;
  off(name: string, listener: () => void): unknown;
}

const codes: readonly (readonly [string, ExitCode])[] = [
  ['SIGINT', exitCodes.interrupted],
  ['SIGTERM', exitCodes.terminated],
  ['SIGHUP', exitCodes.hungUp],
];

/** How long a command may take to end its output after a signal, in milliseconds. */
const graceMs = 2_000;

/**
 * Listens for signals. The first one lets the command end its output; the second one, or the end of
 * the grace, calls `exit`. Signals that are to be ignored do nothing.
 */
export function listenForSignals(
  source: SignalSource,
  clock: Clock,
  exit: (code: ExitCode) => void,
  ignored: readonly string[] = [],
): Interruption {
  const controller = new AbortController();
  let received: ExitCode | null = null;
  let cancelGrace = () => {};
  const receive = (name: string, code: ExitCode) => {
    if (received !== null) return exit(received);
    received = code;
    cancelGrace = clock.after(graceMs, () => exit(code));
    // The name is the reason: a job outlives the terminal of who follows it, but not a ctrl-c.
    controller.abort(new DOMException(name, 'AbortError'));
  };
  const receivers = codes.map(([name, code]) => [name, () => receive(name, code)] as const);
  const ignorers = ignored.map((name) => [name, () => {}] as const);
  const listeners = [
    ...receivers.filter(([name]) => !ignored.includes(name)),
    // With a listener a signal does nothing by itself.
    ...ignorers,
  ];
  for (const [name, listener] of listeners) source.on(name, listener);
  return {
    signal: controller.signal,
    exitCode: () => received,
    stopListening: () => {
      cancelGrace();
      for (const [name, listener] of listeners) source.off(name, listener);
    },
  };
}
