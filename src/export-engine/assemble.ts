import { createHash, type Hash } from 'node:crypto';
import { PassThrough, pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Disk } from './disk.ts';
import type { Frame } from './encode-rows.ts';
import type { Publication, WindowState } from './journal.ts';
import { DamagedPart, partChunks } from './part-chunks.ts';
import type { TargetFile } from './target-file.ts';

/** A part that is complete by the journal. */
export interface FinishedPart {
  readonly index: number;
  readonly path: string;
  readonly state: WindowState;
}

/** What a file is put together from. */
export interface Assembly {
  readonly disk: Disk;
  /** In the order of the file, as they become complete. */
  readonly parts: AsyncIterable<FinishedPart>;
  readonly frame: Frame;
  readonly gzip: boolean;
  readonly target: TargetFile;
  readonly signal: AbortSignal;
}

/** Fixed, so that the same rows make the same file. Node's header holds neither time nor name. */
const gzipOptions = { level: 6, chunkSize: 256 * 1024 } as const;

/**
 * Puts what is not in the target yet behind what is. The file is durable when this returns.
 *
 * @throws DamagedPart, an AbortError, or what the disk says; then copies are gone from the file
 */
export async function assemble(assembly: Assembly): Promise<Publication> {
  const { target, gzip, signal } = assembly;
  try {
    let rows = 0;
    const plain = frameChunks(assembly, (part) => {
      rows += part.state.rows;
    });
    const content = gzip ? createHash('sha256') : null;
    for await (const chunk of content === null ? plain : gzipChunks(plain, content)) {
      signal.throwIfAborted();
      await target.append(chunk);
    }
    const { bytes, sha256 } = await target.end();
    return { rows, bytes, sha256, contentSha256: content?.digest('hex') ?? sha256 };
  } catch (error) {
    // They take room that a full disk needs more than we do.
    await target.dropCopies();
    throw error;
  }
}

async function* frameChunks(
  { frame, parts, disk, target }: Assembly,
  onPart: (part: FinishedPart) => void,
): AsyncGenerator<Buffer> {
  if (!target.takesRows) yield Buffer.from(frame.head);
  let { skip } = frame;
  let isEmpty = true;
  for await (const part of parts) {
    onPart(part);
    if (part.state.bytes === 0 || (target.takesRows && part.state.inTarget === true)) continue;
    target.beginCopies();
    for await (const chunk of copiedChunks(disk, part)) {
      yield skip > 0 ? chunk.subarray(skip) : chunk;
      skip = 0;
      isEmpty = false;
    }
  }
  yield Buffer.from(isEmpty ? frame.foot.trimStart() : frame.foot);
}

async function* copiedChunks(
  disk: Disk,
  { path, index, state }: FinishedPart,
): AsyncGenerator<Buffer> {
  if ((await disk.stat(path)) === null) throw new DamagedPart(index);
  const file = await disk.open(path, 'read');
  try {
    yield* partChunks({ file, position: 0, index, state });
  } finally {
    await file.close();
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
