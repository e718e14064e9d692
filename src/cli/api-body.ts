import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { Method } from '../api/types.ts';
import { usageError } from '../core/errors.ts';
import type { CommandInput } from '../features/feature.ts';

/**
 * The body that `--data` gives: JSON, `@FILE`, or `@-` for stdin; null without one.
 *
 * @throws ScandeckError `usage` for a body that is no JSON, an unreadable file, a method without one
 */
export async function readApiBody(
  { options }: CommandInput,
  method: Method,
  stdin: AsyncIterable<string | Uint8Array>,
): Promise<string | null> {
  const { data } = options;
  if (typeof data !== 'string') return null;
  if (method === 'GET' || method === 'HEAD') {
    throw usageError(`${method} has no body, so --data does not go with it`);
  }
  const body = await readSource(data, stdin);
  try {
    JSON.parse(body);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw usageError(
      `--data is no JSON: ${what}`,
      'In a shell, put JSON in single quotes: \'{"tag":{}}\'; or name a file: @scan.json.',
    );
  }
  return body;
}

async function readSource(
  data: string,
  stdin: AsyncIterable<string | Uint8Array>,
): Promise<string> {
  if (!data.startsWith('@')) return data;
  const path = data.slice(1);
  if (path === '-') return readAll(toBytes(stdin));
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw usageError(`the file ${path} of --data can't be read: ${code}`);
  }
}

async function* toBytes(stdin: AsyncIterable<string | Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const chunk of stdin) yield Buffer.from(chunk);
}
