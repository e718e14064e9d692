import { crc32 } from 'node:zlib';
import type { DiskFile } from './disk.ts';
import type { WindowState } from './journal.ts';

/** The bytes of a window are not those that were written. */
export class DamagedPart extends Error {
  override readonly name = 'DamagedPart';
  readonly index: number;

  constructor(index: number) {
    super(`The part of window ${index + 1} is damaged`);
    this.index = index;
  }
}

/** Where a window's rows lie. */
export interface PartPlace {
  readonly file: DiskFile;
  readonly position: number;
  readonly index: number;
  readonly state: WindowState;
}

/**
 * Reads a window's rows, the next chunk while the last one is being used. A chunk counts until the
 * second one after it.
 *
 * @throws DamagedPart when they are not those of the journal; not before all were read
 */
export async function* partChunks({
  file,
  position,
  index,
  state,
}: PartPlace): AsyncGenerator<Buffer> {
  let crc = 0;
  for await (const chunk of fileChunks(file, position, state.bytes)) {
    if (chunk === null) throw new DamagedPart(index);
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (crc !== state.crc) throw new DamagedPart(index);
}

/** Small enough to be in the processor’s cache from the read to the hash and the write. */
const chunkSize = 256 * 1024;

/** Chunks that are in use at once: one is being written, one hashed, one read. */
const mostAlive = 3;

/** Yields null where the file ends before its size. */
async function* fileChunks(
  file: DiskFile,
  start: number,
  size: number,
): AsyncGenerator<Buffer | null> {
  const memory: Buffer[] = [];
  const read = async (position: number) => {
    const length = Math.min(chunkSize, size - position);
    const turn = (position / chunkSize) % mostAlive;
    memory[turn] ??= Buffer.allocUnsafeSlow(Math.min(chunkSize, size));
    const buffer = memory[turn].subarray(0, length);
    return (await file.read(buffer, start + position)) < length ? null : buffer;
  };
  if (size === 0) return;
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
