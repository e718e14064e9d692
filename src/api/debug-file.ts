import { open } from 'node:fs/promises';
import { configError } from '../core/errors.ts';
import { stringifyJson } from '../core/json.ts';
import type { Exchange } from './types.ts';

/** An exchange with its headers, redacted. */
export interface DebugEntry extends Exchange {
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBytes: number;
  readonly responseHeaders: Readonly<Record<string, string>> | null;
}

/** Where exchanges are written for later reading. */
export interface DebugFile {
  write(entry: DebugEntry): void;
  /** Resolves when everything is on disk. */
  close(): Promise<void>;
}

/**
 * Opens a file that gets one JSON line an exchange, readable by its owner alone; lines are added to
 * an existing one.
 *
 * @throws ScandeckError `config` when it can't be written
 */
export async function openDebugFile(path: string): Promise<DebugFile> {
  const file = await open(path, 'a', 0o600).catch((cause: unknown) => {
    throw configError(
      `The debug file ${path} can't be written: ${cause instanceof Error && 'code' in cause ? cause.code : 'unknown reason'}`,
      'Name a file in a folder that you may write to.',
    );
  });
  await file.chmod(0o600);
  let written: Promise<unknown> = Promise.resolve();
  return {
    write: (entry) => {
      const { at, ...rest } = entry;
      const line = `${stringifyJson({ at: new Date(at).toISOString(), ...rest })}\n`;
      // A full disk must not stop the calls that are being watched.
      written = written.then(() => file.appendFile(line)).catch(() => undefined);
    },
    close: async () => {
      await written;
      await file.close();
    },
  };
}
