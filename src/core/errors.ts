/** Who has to act so that the failure goes away. */
export type Responsible = 'user' | 'environment' | 'vendor' | 'bug';

/** The process's exit codes: an API, listed in README.md. */
export const exitCodes = {
  done: 0,
  refused: 1,
  usage: 2,
  unreachable: 3,
  unauthorised: 4,
  incomplete: 5,
  matched: 10,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** One of the exit codes that README.md lists. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What an error carries beside its message. */
export interface ErrorDetails {
  /** Stable, for programs: `usage`, `config`, `timeout`, `http-status`, ... */
  readonly code: string;
  readonly who: Responsible;
  /** What to try next, as one sentence. */
  readonly hint?: string;
  readonly exitCode: ExitCode;
  /** Whether the same call may succeed later. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** The base of every error that scandeck raises on purpose. Its texts are safe to print. */
export class ScandeckError extends Error {
  readonly code: string;
  readonly who: Responsible;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
  readonly retryable: boolean;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ScandeckError';
    this.code = details.code;
    this.who = details.who;
    this.hint = details.hint;
    this.exitCode = details.exitCode;
    this.retryable = details.retryable ?? false;
  }
}

/** A call that the user has to write differently. Exits with 2. */
export function usageError(message: string, hint?: string): ScandeckError {
  return new ScandeckError(message, {
    code: 'usage',
    who: 'user',
    exitCode: exitCodes.usage,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** A configuration that the user has to mend. Exits with 2. */
export function configError(message: string, hint?: string): ScandeckError {
  return new ScandeckError(message, {
    code: 'config',
    who: 'user',
    exitCode: exitCodes.usage,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Whether a caught value is the outcome of an AbortSignal and so not an error. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
