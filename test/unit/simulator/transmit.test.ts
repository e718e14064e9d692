import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SimBody } from '../../../src/simulator/exchange.ts';
import type { FaultName } from '../../../src/simulator/faults.ts';
import { transmit } from '../../../src/simulator/transmit.ts';
import { createManualClock } from '../../support/manual-clock.ts';

async function* streamOf(...pieces: readonly (string | Uint8Array)[]) {
  yield* pieces;
}

const bytes = Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0x00, 0xfe, 0x0a]);

/** A server that answers once, with this body. */
async function serve(body: SimBody, fault: FaultName | null = null) {
  const clock = createManualClock();
  const gone = new AbortController();
  const sent = Promise.withResolvers<void>();
  const server = createServer((_request, response) => {
    response.once('close', () => gone.abort());
    transmit(response, { status: 200, body }, { clock, fault, signal: gone.signal })
      .then(sent.resolve, sent.reject)
      .catch(() => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  return { url: `http://127.0.0.1:${port}/`, clock, sent: sent.promise };
}

/** All that comes, and whether the connection broke before the end. */
async function read(url: string, during: () => Promise<void> = async () => undefined) {
  const response = await fetch(url);
  const chunks: Uint8Array[] = [];
  const reading = (async () => {
    try {
      for await (const chunk of response.body ?? []) chunks.push(chunk);
      return false;
    } catch {
      return true;
    }
  })();
  await during();
  const broke = await reading;
  return { text: Buffer.concat(chunks).toString('latin1'), broke, headers: response.headers };
}

const latin = (body: Uint8Array) => Buffer.from(body).toString('latin1');

describe.each([
  ['text', 'eight ch', 'eight ch', 'eigh'],
  ['bytes', bytes, latin(bytes), latin(bytes.subarray(0, 4))],
  [
    'a stream',
    () => streamOf(': one\n\n', ':\n\n', bytes),
    `: one\n\n:\n\n${latin(bytes)}`,
    `: one\n\n:\n\n${latin(bytes.subarray(0, 4))}`,
  ],
] as const)('a body of %s', (_what, body, whole, half) => {
  const bodyOf = () => (typeof body === 'function' ? body() : body);

  test('is sent as it is', async () => {
    const { url } = await serve(bodyOf());
    expect(await read(url)).toMatchObject({ text: whole, broke: false });
  });

  test('is cut in its last piece', async () => {
    const { url } = await serve(bodyOf(), 'cut');
    expect(await read(url)).toMatchObject({ text: half, broke: true });
  });

  test('is sent slowly, in two seconds', async () => {
    const { url, clock } = await serve(bodyOf(), 'slow');
    const startedAt = clock.now();
    const answer = await read(url, async () => {
      while (clock.now() - startedAt < 2000) await clock.advance(500);
    });
    expect(answer).toMatchObject({ text: whole, broke: false });
    expect(clock.pending()).toBe(0);
  });
});

test('only whole bodies announce their length', async () => {
  const whole = await serve(bytes);
  expect((await read(whole.url)).headers.get('content-length')).toBe('8');
  const stream = await serve(streamOf('a'));
  const { headers } = await read(stream.url);
  expect([headers.get('content-length'), headers.get('transfer-encoding')]).toEqual([
    null,
    'chunked',
  ]);
});

test.each(['cut', null] as const)('a stream of nothing with the fault %s', async (fault) => {
  const { url } = await serve(streamOf(), fault);
  expect(await read(url)).toMatchObject({ broke: fault === 'cut' });
});

test('a stream is not asked for more when its reader is gone', async () => {
  let asked = 0;
  let ended = false;
  async function* endless() {
    try {
      for (;;) {
        asked += 1;
        yield Buffer.alloc(65_536);
      }
    } finally {
      ended = true;
    }
  }
  const { url, sent } = await serve(endless());
  const stop = new AbortController();
  const response = await fetch(url, { signal: stop.signal });
  await response.body?.getReader().read();
  stop.abort();
  await sent;
  expect(ended).toBe(true);
  expect(asked).toBeLessThan(1000);
});
