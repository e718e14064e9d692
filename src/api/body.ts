import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import type { BodyMemory } from './types.ts';

/** What we can undo; sent as Accept-Encoding. */
export const acceptedEncodings = 'gzip, deflate, br';

/** Why a body could not be read whole. */
export class BodyError extends Error {
  readonly kind: 'too-large' | 'cut-short' | 'undecodable';

  constructor(kind: BodyError['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'BodyError';
    this.kind = kind;
  }
}

/** What is known of a body before it comes. */
export interface KnownBody {
  /** Its Content-Length; null or absent where it is not told. */
  readonly length?: number | null;
  /** @default fresh memory */
  readonly memory?: BodyMemory | undefined;
}

/**
 * Reads a body to its end. One that comes as it is, with its length told, is read into one piece of
 * memory: joining pieces costs as much as all else of a large page.
 *
 * @throws BodyError
 */
export async function readBody(
  stream: Readable,
  encoding: string | undefined,
  maxBytes: number,
  { length = null, memory = freshMemory }: KnownBody = {},
): Promise<Buffer> {
  const isPlain = encoding === undefined || /^(?:identity)?$/i.test(encoding);
  if (isPlain && length !== null && length > 0 && length <= maxBytes) {
    return readInto(stream, memory.take(length).subarray(0, length));
  }
  const chunks: Buffer[] = [];
  for await (const chunk of decodedBody(stream, encoding, maxBytes)) chunks.push(chunk);
  return joined(chunks, memory);
}

const freshMemory: BodyMemory = { take: (bytes) => Buffer.allocUnsafeSlow(bytes) };

function joined(chunks: readonly Buffer[], memory: BodyMemory): Buffer {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const body = memory.take(length).subarray(0, length);
  let size = 0;
  for (const chunk of chunks) {
    body.set(chunk, size);
    size += chunk.length;
  }
  return body;
}

/** Takes the pieces in the turn in which they come, without a promise for each. */
function readInto(stream: Readable, into: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let size = 0;
    const fail = (error: unknown) => {
      stream.destroy();
      reject(asBodyError(error));
    };
    stream.on('data', (chunk: Buffer) => {
      if (size + chunk.length > into.length) return fail(new Error('longer than it said'));
      into.set(chunk, size);
      size += chunk.length;
    });
    stream.on('error', fail);
    stream.on('close', () => fail(new Error('closed before its end')));
    stream.on('end', () => {
      if (size === into.length) return resolve(into);
      fail(new Error('shorter than it said'));
    });
  });
}

/**
 * A body as it arrives, its Content-Encoding undone. The cap counts decoded bytes: a small
 * compressed body can't become a huge one. One that is left before its end is broken off.
 *
 * @throws BodyError
 */
export async function* decodedBody(
  stream: Readable,
  encoding: string | undefined,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  // A body that is given up tells its error to nobody else.
  stream.on('error', () => undefined);
  let size = 0;
  let isWhole = false;
  try {
    const decoded = await decode(stream, encoding);
    for await (const chunk of decoded) {
      const bytes: Buffer = chunk;
      size += bytes.length;
      if (size > maxBytes) throw new BodyError('too-large', `more than ${maxBytes} bytes`);
      yield bytes;
    }
    isWhole = true;
  } catch (error) {
    throw asBodyError(error);
  } finally {
    if (!isWhole) stream.destroy();
  }
}

async function decode(stream: Readable, encoding: string | undefined): Promise<Readable> {
  // The last coding was applied last, and is undone first.
  const codings = (encoding ?? '')
    .toLowerCase()
    .split(/\s*,\s*/)
    .reverse();
  let decoded = stream;
  for (const coding of codings) {
    if (coding === '' || coding === 'identity') continue;
    const first = await firstByte(decoded);
    // An empty body is none, whatever its encoding is said to be.
    if (first === null) return Readable.from([]);
    decoded = pipe(decoded, decoderOf(coding.trim(), first));
  }
  return decoded;
}

function decoderOf(coding: string, first: number): Transform {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      // Some servers leave out the zlib wrapper that RFC 9110 asks for.
      return (first & 0x0f) === 8 ? createInflate() : createInflateRaw();
    default:
      throw new BodyError('undecodable', `the unknown content encoding ${JSON.stringify(coding)}`);
  }
}

/** Looks at a body without taking from it; null when it is empty. */
function firstByte(source: Readable): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      source.off('readable', look).off('end', end).off('error', fail);
      act();
    };
    const look = () => {
      const chunk: Buffer | null = source.read();
      if (chunk === null) return;
      settle(() => {
        source.unshift(chunk);
        resolve(chunk[0] ?? null);
      });
    };
    const end = () => settle(() => resolve(null));
    const fail = (error: unknown) => settle(() => reject(error));
    source.on('readable', look).on('end', end).on('error', fail);
  });
}

function pipe(source: Readable, decoder: Transform): Readable {
  // Errors of either side arrive at the reader through the decoder.
  return pipeline(source, decoder, () => undefined);
}

function asBodyError(error: unknown): BodyError {
  if (error instanceof BodyError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new BodyError('cut-short', 'it ends in the middle', error);
  if (/^(?:Z_|ERR__ERROR_|ERR_BROTLI|BROTLI)/.test(code)) {
    return new BodyError('undecodable', 'its compression is damaged', error);
  }
  return new BodyError('cut-short', 'the connection broke', error);
}
