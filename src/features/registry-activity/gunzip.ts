import { once } from 'node:events';
import { crc32, createInflateRaw, type InflateRaw, constants as zlib } from 'node:zlib';

/** Compressed data that ends early, is damaged, or is followed by something else. */
export class DamagedError extends Error {}

/** More at once takes memory and gains nothing. */
const outputBytes = 64 * 1024;
/** So little of it makes 16 MiB at most. */
const inputBytes = 16 * 1024;

const [hasHeaderCrc, hasExtra, hasName, hasComment] = [2, 4, 8, 16] as const;
const trailerBytes = 8;

/**
 * Unzips gzip members one behind the other (RFC 1952), padded with zeros or not. All that is good
 * comes before an error is thrown.
 *
 * @throws DamagedError
 */
export async function* gunzip(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const input = createInput(source);
  while (true) {
    await skipHeader(input);
    yield* inflated(input);
    if (!(await input.skipZeros())) return;
    const magic = await input.peek(2);
    if (magic[0] !== 0x1f || magic[1] !== 0x8b) {
      throw new DamagedError('what follows the compressed data is not compressed and was not read');
    }
  }
}

/** Bytes that are taken in pieces of one's own choice. */
interface Input {
  /** Up to so many, without taking them; fewer at the end. */
  peek(count: number): Promise<Buffer>;
  /** @throws DamagedError at the end */
  take(count: number): Promise<Buffer>;
  /** Takes what came in one piece; null at the end. */
  next(most: number): Promise<Buffer | null>;
  giveBack(rest: Buffer): void;
  /** @returns whether there is something behind them */
  skipZeros(): Promise<boolean>;
}

function createInput(source: AsyncGenerator<Buffer>): Input {
  let held: Buffer = Buffer.alloc(0);
  const fill = async (count: number) => {
    while (held.length < count) {
      const more = await source.next();
      if (more.done) return;
      held = held.length === 0 ? more.value : Buffer.concat([held, more.value]);
    }
  };
  const cut = (count: number) => {
    const taken = held.subarray(0, count);
    held = held.subarray(count);
    return taken;
  };
  return {
    peek: async (count) => {
      await fill(count);
      return held.subarray(0, count);
    },
    take: async (count) => {
      await fill(count);
      if (held.length < count) throw cutShort();
      return cut(count);
    },
    next: async (most) => {
      await fill(1);
      return held.length === 0 ? null : cut(most);
    },
    giveBack: (rest) => {
      held = held.length === 0 ? rest : Buffer.concat([rest, held]);
    },
    skipZeros: async () => {
      for (await fill(1); held.length > 0; await fill(1)) {
        const at = held.findIndex((byte) => byte !== 0);
        if (at >= 0) held = held.subarray(at);
        if (at >= 0) return true;
        held = Buffer.alloc(0);
      }
      return false;
    },
  };
}

async function skipHeader(input: Input): Promise<void> {
  const header = await input.take(10);
  const flags = header[3] ?? 0;
  if (header[2] !== 8 || flags > 31) throw damaged();
  if (flags & hasExtra) await input.take((await input.take(2)).readUInt16LE());
  if (flags & hasName) await skipText(input);
  if (flags & hasComment) await skipText(input);
  if (flags & hasHeaderCrc) await input.take(2);
}

async function skipText(input: Input): Promise<void> {
  let byte = await input.take(1);
  while (byte[0] !== 0) byte = await input.take(1);
}

/** One member's content, held against its trailer. */
async function* inflated(input: Input): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: outputBytes, finishFlush: zlib.Z_SYNC_FLUSH });
  const engine = createEngine(inflate);
  let crc = 0;
  let size = 0;
  try {
    while (!engine.isOver()) {
      const bytes = await input.next(inputBytes);
      if (bytes === null) throw cutShort();
      const before = inflate.bytesWritten;
      for (const chunk of await engine.write(bytes)) {
        crc = crc32(chunk, crc);
        size += chunk.length;
        yield chunk;
      }
      if (engine.failed()) throw damaged();
      input.giveBack(bytes.subarray(inflate.bytesWritten - before));
    }
  } finally {
    inflate.destroy();
  }
  const trailer = await input.take(trailerBytes);
  const isGood = trailer.readUInt32LE(0) === crc && trailer.readUInt32LE(4) === size % 2 ** 32;
  if (!isGood) throw damaged();
}

/** Gives what each piece of input makes, also of one that turns out to be damaged. */
function createEngine(inflate: InflateRaw) {
  let made: Buffer[] = [];
  let isOver = false;
  inflate.on('data', (chunk: Buffer) => made.push(chunk));
  const end = once(inflate, 'end').then(
    () => {
      isOver = true;
    },
    () => {},
  );
  return {
    isOver: () => isOver,
    failed: () => inflate.errored !== null,
    write: async (bytes: Buffer): Promise<readonly Buffer[]> => {
      const written = new Promise<void>((resolve) => inflate.write(bytes, () => resolve()));
      await Promise.race([written, end]);
      const chunks = made;
      made = [];
      return chunks;
    },
  };
}

const cutShort = () => new DamagedError('the compressed data is cut short');
const damaged = () => new DamagedError('the compressed data is damaged');
