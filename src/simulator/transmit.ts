import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, sleep } from '../core/clock.ts';
import type { SimAnswer, SimBody } from './exchange.ts';
import type { FaultName } from './faults.ts';

/** How an answer is sent. */
export interface Transmission {
  readonly clock: Clock;
  readonly fault: FaultName | null;
  /** Aborted when the caller is gone or the server closes. */
  readonly signal: AbortSignal;
}

const slowPieces = 4;
const slowPauseMs = 500;

/**
 * Sends an answer, slowly or in part if a fault says so: `slow` sends the first piece of a stream
 * over two seconds, `cut` breaks the connection in the middle of the last one.
 */
export async function transmit(
  response: ServerResponse,
  answer: SimAnswer,
  { clock, fault, signal }: Transmission,
): Promise<void> {
  const body = isWhole(answer.body) ? bufferOf(answer.body) : answer.body;
  response.sendDate = false;
  response.writeHead(answer.status, {
    ...answer.headers,
    date: new Date(clock.now()).toUTCString(),
    ...lengthOf(body, fault),
  });
  if (fault === 'slow' || !Buffer.isBuffer(body)) response.flushHeaders();
  let pieces = Buffer.isBuffer(body) ? oneOf(body) : buffersOf(body);
  if (fault === 'slow') pieces = dribbled(pieces, clock, signal);
  if (fault === 'cut') pieces = shortened(pieces);
  for await (const piece of pieces) if (!(await write(response, piece, signal))) return;
  if (fault === 'cut') response.write('', () => response.socket?.destroySoon());
  else response.end();
}

/** Breaks the connection so that the client sees a reset. */
export function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

const isWhole = (body: SimBody): body is string | Uint8Array =>
  typeof body === 'string' || body instanceof Uint8Array;

/** Bytes are not copied: a page of a large export is most of what it costs. */
function bufferOf(body: string | Uint8Array): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

/** A body that is to be cut short has to be announced, even where there is none. */
function lengthOf(body: Buffer | AsyncIterable<unknown>, fault: FaultName | null) {
  if (!Buffer.isBuffer(body)) return {};
  return { 'content-length': fault === 'cut' ? Math.max(2, body.length) : body.length };
}

/**
 * Waits until the piece is on its way, so that a stream leaves room for others' requests.
 *
 * @returns false when nobody is there any more
 */
function write(response: ServerResponse, piece: Buffer, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isSent: boolean) => {
      signal.removeEventListener('abort', leave);
      resolve(isSent);
    };
    const leave = () => end(false);
    if (signal.aborted || piece.length === 0) return end(!signal.aborted);
    signal.addEventListener('abort', leave);
    response.write(piece, (error) => end(error === null || error === undefined));
  });
}

async function* oneOf(body: Buffer): AsyncGenerator<Buffer> {
  yield body;
}

async function* buffersOf(stream: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer> {
  for await (const piece of stream) yield Buffer.from(piece);
}

async function* dribbled(
  pieces: AsyncIterable<Buffer>,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const piece of pieces) {
    if (!isFirst) yield piece;
    else
      for (const part of quartersOf(piece)) {
        await sleep(clock, slowPauseMs, signal);
        yield part;
      }
    isFirst = false;
  }
}

function quartersOf(piece: Buffer): readonly Buffer[] {
  const length = Math.ceil(piece.length / slowPieces);
  return Array.from({ length: slowPieces }, (_, part) =>
    piece.subarray(part * length, (part + 1) * length),
  );
}

/** All pieces but the second half of the last; a space where there would be nothing. */
async function* shortened(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer | null = null;
  for await (const piece of pieces) {
    if (held !== null) yield held;
    held = piece;
  }
  const half = held?.subarray(0, Math.floor(held.length / 2)) ?? Buffer.alloc(0);
  yield half.length === 0 ? Buffer.from(' ') : half;
}
