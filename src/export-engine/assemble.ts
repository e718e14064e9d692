import { createHash, type Hash } from 'node:crypto';
import { PassThrough, pipeline, Readable } from 'node:stream';
import { crc32, createGzip } from 'node:zlib';
import type { Disk, DiskFile } from './disk.ts';
import type { Frame } from './encode-rows.ts';
import type { Publication, WindowState } from './journal.ts';

/** A part that is complete by the journal. */
export interface FinishedPart {
  readonly index: number;
  readonly path: string;
  readonly state: WindowState;
}

/** The bytes of a part are not those that were written. */
export class DamagedPart extends Error {
  override readonly name = 'DamagedPart';
  readonly index: number;

  constructor(index: number) {
    super(`The part of window ${index + 1} is damaged`);
    this.index = index;
  }
}

/** What a file is put together from. */
export interface Assembly {
  readonly disk: Disk;
  /** In the order of the file, as they become complete. */
  readonly parts: AsyncIterable<FinishedPart>;
  readonly frame: Frame;
  readonly gzip: boolean;
  /** The file; what it held is gone. */
  readonly path: string;
  readonly signal: AbortSignal;
}

/** Small enough to be in the processor’s cache from the read to the hash and the write. */
const chunkSize = 256 * 1024;

/** Fixed, so that the same rows make the same file. Node's header holds neither time nor name. */
const gzipOptions = { level: 6, chunkSize: 256 * 1024 } as const;

/**
 * Puts the parts together. The file is durable when this returns; when it throws, it is gone.
 *
 * @throws DamagedPart, an AbortError, or what the disk says
 */
export async function assemble(assembly: Assembly): Promise<Publication> {
  const { disk, path, gzip } = assembly;
  const content = createHash('sha256');
  const target = await disk.open(path, 'write');
  try {
    await target.truncate(0);
    let rows = 0;
    const plain = frameChunks(assembly, (part) => {
      rows += part.state.rows;
    });
    const packed = gzip ? createHash('sha256') : null;
    const chunks = packed === null ? plain : gzipChunks(plain, content);
    const bytes = await writeAll(target, chunks, { ...assembly, hash: packed ?? content });
    await target.sync();
    const contentSha256 = content.digest('hex');
    const sha256 = packed?.digest('hex') ?? contentSha256;
    return { rows, bytes, sha256, contentSha256 };
  } catch (error) {
    // It takes room that a full disk needs more than we do: it is made again anyway.
    await target.truncate(0).catch(() => undefined);
    await disk.remove(path).catch(() => undefined);
    throw error;
  } finally {
    await target.close();
  }
}

async function* frameChunks(
  assembly: Assembly,
  onPart: (part: FinishedPart) => void,
): AsyncGenerator<Buffer> {
  const { frame, parts, disk, signal } = assembly;
  yield Buffer.from(frame.head);
  let { skip } = frame;
  let isEmpty = true;
  for await (const part of parts) {
    onPart(part);
    for await (const chunk of partChunks(disk, part)) {
      signal.throwIfAborted();
      yield skip > 0 ? chunk.subarray(skip) : chunk;
      skip = 0;
      isEmpty = false;
    }
  }
  yield Buffer.from(isEmpty ? frame.foot.trimStart() : frame.foot);
}

/** Reads a part, the next chunk while the last one is being used. */
async function* partChunks(disk: Disk, part: FinishedPart): AsyncGenerator<Buffer> {
  const { path, state, index } = part;
  if (state.bytes === 0) return;
  if ((await disk.stat(path)) === null) throw new DamagedPart(index);
  const file = await disk.open(path, 'read');
  let crc = 0;
  try {
    for await (const chunk of fileChunks(file, state.bytes)) {
      if (chunk === null) throw new DamagedPart(index);
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } finally {
    await file.close();
  }
  if (crc !== state.crc) throw new DamagedPart(index);
}

/** Chunks that are in use at once: one is being written, one hashed, one read. */
const mostAlive = 3;

/** Yields null where the file ends before its size. A chunk counts until the second one after it. */
async function* fileChunks(file: DiskFile, size: number): AsyncGenerator<Buffer | null> {
  const memory: Buffer[] = [];
  const read = async (position: number) => {
    const length = Math.min(chunkSize, size - position);
    const turn = (position / chunkSize) % mostAlive;
    memory[turn] ??= Buffer.allocUnsafeSlow(Math.min(chunkSize, size));
    const buffer = memory[turn].subarray(0, length);
    return (await file.read(buffer, position)) < length ? null : buffer;
  };
  let next = read(0);
  for (let position = 0; position < size; position += chunkSize) {
    const chunk = await next;
    if (position + chunkSize < size) {
      next = read(position + chunkSize);
      next.catch(() => undefined);
    }
    yield chunk;
  }
}

async function* gzipChunks(chunks: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  const hashed = async function* () {
    for await (const chunk of chunks) {
      hash.update(chunk);
      // A copy: the compressor may hold on to it.
      if (chunk.length > 0) yield Buffer.from(chunk);
    }
  };
  const packed = pipeline(
    Readable.from(hashed(), { objectMode: false }),
    createGzip(gzipOptions),
    new PassThrough(),
    () => undefined,
  );
  for await (const chunk of packed) yield chunk;
}

interface Writing {
  readonly hash: Hash;
  readonly signal: AbortSignal;
}

/** Bytes after which what was written is sent on to the disk, so that little is left for the end. */
const syncBytes = 32 * 1024 * 1024;

/** Hashes one chunk while the one before it is being written. */
async function writeAll(
  file: DiskFile,
  chunks: AsyncIterable<Buffer>,
  { hash, signal }: Writing,
): Promise<number> {
  let position = 0;
  let written: Promise<void> = Promise.resolve();
  let syncing: Promise<void> = Promise.resolve();
  let syncedUpTo = 0;
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      await written;
      signal.throwIfAborted();
      if (chunk.length === 0) continue;
      if (position - syncedUpTo >= syncBytes) {
        // Its failure is told to this call alone, not to the sync at the end.
        await syncing;
        syncedUpTo = position;
        syncing = file.sync();
        syncing.catch(() => undefined);
      }
      written = file.write(chunk, position);
      written.catch(() => undefined);
      position += chunk.length;
    }
  } finally {
    await Promise.all([written, syncing]);
  }
  return position;
}
