import { open } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { isAbort, usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { gunzip } from './gunzip.ts';
import { asUtf8 } from './utf16.ts';

/** A file or a pipe that is read. */
export interface OpenBytes {
  /** As they come; unzipped where they are zipped, and UTF-8 where they are UTF-16. A damaged end throws a DamagedError. */
  readonly chunks: AsyncGenerator<Buffer>;
  /** Bytes of the file that were read. */
  read(): number;
  /** The file's size; null for a pipe. */
  readonly total: number | null;
}

/** More at once takes memory and gains nothing. */
const chunkBytes = 64 * 1024;

/** How bytes are opened. */
export interface BytesOptions {
  readonly signal?: AbortSignal;
  /** What `-` reads. @default the process's standard input */
  readonly stdin?: AsyncIterable<string | Uint8Array>;
}

/**
 * Opens a file, or stdin for `-`. Gzip is known by its first two bytes (RFC 1952).
 *
 * @throws ScandeckError `usage` for a file that can't be read
 */
export async function openBytes(
  path: string,
  { signal, stdin }: BytesOptions = {},
): Promise<OpenBytes> {
  if (path === '-' && stdin !== undefined) return counted(stdin, null, path);
  try {
    if (path === '-') {
      const { openStdin } = await import('./stdin.ts');
      return counted(endedBy(signal, openStdin()), null, path);
    }
    const handle = await open(path);
    const stat = await handle.stat();
    if (stat.isDirectory()) {
      await handle.close();
      throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
    }
    const stream = handle.createReadStream({ highWaterMark: chunkBytes });
    return counted(endedBy(signal, stream), stat.isFile() ? stat.size : null, path);
  } catch (error) {
    throw unreadableFile(path, error);
  }
}

function endedBy(signal: AbortSignal | undefined, stream: Readable): Readable {
  return signal === undefined ? stream : addAbortSignal(signal, stream);
}

function counted(
  source: AsyncIterable<string | Uint8Array>,
  total: number | null,
  path: string,
): OpenBytes {
  let bytes = 0;
  const count = async function* () {
    try {
      for await (const chunk of source) {
        const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : asBuffer(chunk);
        bytes += buffer.length;
        yield buffer;
      }
    } catch (error) {
      // Whoever aborted it knows why it ends.
      if (!isAbort(error)) throw unreadableFile(path, error);
    }
  };
  return { chunks: asUtf8(unzipped(count())), read: () => bytes, total };
}

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

async function* unzipped(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  const all = async function* () {
    if (head.length > 0) yield head;
    yield* source;
  };
  try {
    while (head.length < 2) {
      const next = await source.next();
      if (next.done) break;
      head = Buffer.concat([head, next.value]);
    }
    yield* head[0] === 0x1f && head[1] === 0x8b ? gunzip(all()) : all();
  } finally {
    // Also where the rest is not read: the file is closed.
    await source.return(undefined);
  }
}

function unreadableFile(path: string, error: unknown) {
  if (error instanceof Error && error.name === 'ScandeckError') return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  const name = path === '-' ? 'standard input' : safeText(path, 200);
  return usageError(
    `${name} can't be read: ${code}`,
    'Name a file of events, or - for standard input.',
  );
}
