import { open } from 'node:fs/promises';
import type { Clock } from '../core/clock.ts';
import { configError, type ScandeckError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';
import { type Environment, fromFolder } from './paths.ts';
import { commandOutput } from './secret-command.ts';
import { parseReference } from './secret-reference.ts';

const maxBytes = 64 * 1024;

/** The secrets of a session. */
export interface Secrets {
  /**
   * Looks a secret up; once found it is kept for the session.
   *
   * @param how `fresh` looks again, since the vendor refused the one that was kept
   * @throws ScandeckError `config` that names the reference, never the secret or a command's output
   */
  resolve(reference: string, how?: { readonly fresh: boolean }): Promise<string>;
  /** Stops commands that still run. */
  close(): void;
}

/** What secrets are looked up with. */
export interface SecretsOptions {
  readonly env: Environment;
  readonly clock: Clock;
  /** Where a relative `file:` path starts: the config file's folder. */
  readonly folder: string;
}

/** Creates the lookup; nothing is looked up before it is asked for. */
export function createSecrets(options: SecretsOptions): Secrets {
  const kept = new Map<string, Promise<string>>();
  const closing = new AbortController();
  return {
    resolve: (reference, how) => {
      const known = kept.get(reference);
      if (known !== undefined && how?.fresh !== true) return known;
      const found = lookUp(reference, options, closing.signal);
      kept.set(reference, found);
      found.catch(() => {
        if (kept.get(reference) === found) kept.delete(reference);
      });
      return found;
    },
    close: () => closing.abort(),
  };
}

async function lookUp(
  reference: string,
  options: SecretsOptions,
  signal: AbortSignal,
): Promise<string> {
  const parsed = parseReference(reference);
  if (parsed === null) {
    throw configError(
      'The config holds a secret itself',
      'Write where it is instead: "env:NAME", "file:PATH" or "command:CMD LINE".',
    );
  }
  const { kind, target } = parsed;
  if (kind === 'env') return oneLine(reference, fromEnvironment(target, options.env));
  if (kind === 'file') return oneLine(reference, await fromFile(reference, target, options));
  const answer = await commandOutput(target, { ...options, signal, maxBytes });
  if ('output' in answer) return oneLine(reference, answer.output);
  const hint = 'Run it by hand to see why; it must print the secret alone, and ask nothing.';
  throw failed(reference, answer.problem, hint);
}

/** A line break or a control would break the header that the secret is sent in. */
function oneLine(reference: string, value: string): string {
  const secret = value.replace(/\r?\n$/, '');
  if (secret === '') throw failed(reference, 'is empty', 'Put the secret there.');
  if (/\p{Cc}/u.test(secret)) {
    throw failed(
      reference,
      'holds more than one line, or control characters',
      'Let it give the secret alone, for example with `| head -n 1`.',
    );
  }
  return secret;
}

function fromEnvironment(name: string, env: Environment): string {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  throw configError(
    `The environment variable ${name} is ${value === undefined ? 'not set' : 'empty'}`,
    `The profile takes a secret from it: export ${name} before scandeck is started.`,
  );
}

async function fromFile(
  reference: string,
  path: string,
  { folder }: SecretsOptions,
): Promise<string> {
  try {
    await using file = await open(fromFolder(path, folder));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(maxBytes + 1), 0, maxBytes + 1, 0);
    if (bytesRead <= maxBytes) return buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw failed(reference, `cannot be read: ${code}`, 'Make it a file that you may read.');
  }
  throw failed(reference, 'is too long for a secret', 'Name a file that holds the secret alone.');
}

function failed(reference: string, problem: string, hint: string): ScandeckError {
  return configError(`The secret ${safeText(reference, 200)} ${problem}`, hint);
}
