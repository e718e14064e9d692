import { exitCodes, ScandeckError } from '../core/errors.ts';

/** The part of `process.stdout` that is used. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(data: string | Uint8Array, done: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** The way of data to stdout. */
export interface Output {
  readonly isTerminal: boolean;
  /** Cells a line; null where lines may be of any length. */
  width(): number | null;
  /**
   * Writes, and waits until the reader's side has taken it. What is written after the reader went
   * away is dropped.
   *
   * @throws ScandeckError `output` when stdout is a file on a full disk, or otherwise fails
   */
  write(data: string | Uint8Array): Promise<void>;
  /** Aborted when nobody reads any more. */
  readonly closed: AbortSignal;
}

/** Opens a stream for writing, once for each stream. */
export function createOutput(stream: OutputStream): Output {
  const closing = new AbortController();
  const fail = (error: Error) => {
    if (isGone(error)) closing.abort();
  };
  // Without a listener, a failed write would end the process; each write tells its own failure.
  stream.on('error', fail);
  return {
    isTerminal: stream.isTTY === true,
    width: () => (stream.isTTY && stream.columns ? stream.columns : null),
    closed: closing.signal,
    write: (data) =>
      new Promise((resolve, reject) => {
        if (closing.signal.aborted) return resolve();
        stream.write(data, (error) => {
          if (error) fail(error);
          if (error && !isGone(error)) reject(outputError(error));
          else resolve();
        });
      }),
  };
}

const goneCodes: readonly unknown[] = ['EPIPE', 'ERR_STREAM_DESTROYED', 'EIO', 'ECONNRESET'];

function isGone(error: Error): boolean {
  return 'code' in error && goneCodes.includes(error.code);
}

function outputError(cause: Error): ScandeckError {
  return new ScandeckError(`stdout can't be written: ${cause.message}`, {
    code: 'output',
    who: 'environment',
    hint: 'What was printed so far is incomplete: make room, and run it again.',
    exitCode: exitCodes.incomplete,
    cause,
  });
}
