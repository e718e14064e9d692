import { createRedactor } from '../api/redact.ts';
import { type ExitCode, exitCodes, ScandeckError } from '../core/errors.ts';

/** An error as the user is told. */
export interface ErrorReport {
  /** For stderr; not yet made safe. */
  readonly lines: readonly string[];
  readonly exitCode: ExitCode;
  /** Stack and causes of a bug, redacted; null for an error that scandeck raised on purpose. */
  readonly stack: string | null;
}

/** Turns whatever was thrown into a message, a hint and an exit code. */
export function reportError(error: unknown): ErrorReport {
  if (error instanceof ScandeckError && error.who !== 'bug') {
    const hint = error.hint === undefined ? [] : [`hint: ${error.hint}`];
    // A broken config file has a line for each fault; elsewhere a line break is a vendor's.
    const faults = error.code === 'config' ? error.message.split('\n') : [error.message];
    const lines = [...faults.map((fault) => `error: ${fault}`), ...hint];
    return { lines, exitCode: error.exitCode, stack: null };
  }
  const { redact } = createRedactor();
  const message = error instanceof Error ? error.message : String(error);
  return {
    lines: [
      `error: this is a bug in scandeck: ${redact(message)}`,
      'hint: Run it again with --debug FILE, look through that file, and report it.',
    ],
    exitCode: exitCodes.refused,
    stack: redact(stackOf(error)),
  };
}

/** Causes are followed this deep: a chain may be a circle. */
const deepestCause = 8;

function stackOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  if (error.cause === undefined || depth === deepestCause) return own;
  return `${own}\ncaused by: ${stackOf(error.cause, depth + 1)}`;
}
