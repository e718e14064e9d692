import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, sleep } from '../core/clock.ts';
import type { SimAnswer } from './exchange.ts';
import type { FaultName } from './faults.ts';

/** How an answer is sent. */
export interface Transmission {
  readonly clock: Clock;
  readonly fault: FaultName | null;
  /** Aborted when the server closes. */
  readonly signal: AbortSignal;
}

const slowPieces = 4;
const slowPauseMs = 500;

/** Sends an answer, slowly or in part if a fault says so. */
export async function transmit(
  response: ServerResponse,
  answer: SimAnswer,
  { clock, fault, signal }: Transmission,
): Promise<void> {
  const body = Buffer.from(answer.body);
  response.sendDate = false;
  response.writeHead(answer.status, {
    ...answer.headers,
    date: new Date(clock.now()).toUTCString(),
    // A body that is to be cut short has to be announced, even where there is none.
    'content-length': fault === 'cut' ? Math.max(2, body.length) : body.length,
  });
  if (fault === 'cut') {
    response.write(body.length < 2 ? ' ' : body.subarray(0, Math.floor(body.length / 2)), () =>
      response.socket?.destroySoon(),
    );
    return;
  }
  if (fault === 'slow') await dribble(response, body, clock, signal);
  response.end(fault === 'slow' ? undefined : body);
}

/** Breaks the connection so that the client sees a reset. */
export function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

async function dribble(
  response: ServerResponse,
  body: Buffer,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.flushHeaders();
  const length = Math.ceil(body.length / slowPieces);
  for (let piece = 0; piece < slowPieces && !response.destroyed; piece += 1) {
    await sleep(clock, slowPauseMs, AbortSignal.any([signal, gone.signal]));
    response.write(body.subarray(piece * length, (piece + 1) * length));
  }
}
