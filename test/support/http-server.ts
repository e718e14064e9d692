import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Certificate } from './certificate.ts';

/** A request as the server received it, whole. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What goes wrong with an answer. */
export type Fault =
  /** The connection is reset before any header. */
  | { readonly kind: 'reset' }
  /** Headers and `afterBytes` of the body are sent, then the connection breaks. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Headers and `afterBytes` of the body are sent, the rest when `until` resolves. */
  | { readonly kind: 'slow'; readonly afterBytes: number; readonly until: Promise<unknown> }
  /** Nothing is sent until `until` resolves. */
  | { readonly kind: 'silent'; readonly until: Promise<unknown> }
  /** These bytes are sent instead of an HTTP answer, and the connection is closed. */
  | { readonly kind: 'raw'; readonly bytes: string };

/** An answer of the server. */
export interface Answer {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  readonly fault?: Fault;
}

export type Handler = (request: RecordedRequest) => Answer | Promise<Answer>;

/** Answers in order, one a request. When they are used up the server says so with a 418. */
export type Script = readonly (Answer | Handler)[];

export interface ServerOptions {
  /** Serves HTTPS. */
  readonly tls?: Certificate;
  /** The port of an earlier server, to play a restart. @default a free one */
  readonly port?: number;
}

/** A running server on 127.0.0.1. */
export interface TestServer {
  /** Without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Everything received so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Resolves when `count` requests were received in all. */
  received(count: number): Promise<void>;
  /** Open connections. */
  connections(): number;
  /** Resolves when no connection is open. */
  drained(): Promise<void>;
  /** Breaks all connections and stops listening. */
  close(): Promise<void>;
}

/** An answer with a JSON body. */
export function json(value: unknown, answer: Answer = {}): Answer {
  return {
    ...answer,
    headers: { 'content-type': 'application/json', ...answer.headers },
    body: JSON.stringify(value),
  };
}

/** An answer with a text body of any type. */
export function text(body: string, contentType = 'text/plain', answer: Answer = {}): Answer {
  return { ...answer, headers: { 'content-type': contentType, ...answer.headers }, body };
}

/** A page, as a proxy or a login form sends it. */
export function html(title: string, status = 200): Answer {
  const page = `<!doctype html><html><head><title>${title}</title></head><body>${title}</body></html>`;
  return text(page, 'text/html; charset=utf-8', { status });
}

/** An answer that sends the client elsewhere. */
export function redirect(location: string, status = 302): Answer {
  return { status, headers: { location } };
}

/** A promise that a test settles itself, to hold back an answer. */
export function gate(): { readonly promise: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, open: () => resolve() };
}

/** Starts a server on a free port of 127.0.0.1. Close it in afterEach. */
export async function startServer(
  replies: Handler | Script,
  options: ServerOptions = {},
): Promise<TestServer> {
  const requests: RecordedRequest[] = [];
  const sockets = new Set<Socket>();
  const changed = createSignal();
  const next = typeof replies === 'function' ? replies : playScript(replies);
  const listener = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await record(incoming);
    requests.push(request);
    changed.tell();
    await send(response, await next(request));
  };
  const server = options.tls
    ? createTlsServer({ cert: options.tls.cert, key: options.tls.key }, listener)
    : createServer(listener);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      sockets.delete(socket);
      changed.tell();
    });
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    requests,
    received: (count) => changed.until(() => requests.length >= count),
    connections: () => sockets.size,
    drained: () => changed.until(() => sockets.size === 0),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

function playScript(script: Script): Handler {
  let position = 0;
  return (request) => {
    const reply = script[position];
    position += 1;
    if (reply === undefined) return json({ err: 'the script has no answer left' }, { status: 418 });
    return typeof reply === 'function' ? reply(request) : reply;
  };
}

async function record(incoming: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = incoming.url ?? '/';
  const parsed = new URL(url, 'http://127.0.0.1');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
  return {
    method: incoming.method ?? 'GET',
    url,
    path: parsed.pathname,
    query: parsed.searchParams,
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

async function send(response: ServerResponse, answer: Answer): Promise<void> {
  const { fault } = answer;
  const socket = response.socket;
  if (fault?.kind === 'reset') return void socket?.resetAndDestroy();
  if (fault?.kind === 'raw') return void socket?.end(fault.bytes);
  if (fault?.kind === 'silent') await fault.until;
  const body = Buffer.from(answer.body ?? '');
  response.writeHead(answer.status ?? 200, { 'content-length': body.length, ...answer.headers });
  if (fault?.kind !== 'cut' && fault?.kind !== 'slow') return void response.end(body);
  response.flushHeaders();
  await new Promise<void>((resolve) => {
    response.write(body.subarray(0, fault.afterBytes), () => resolve());
  });
  if (fault.kind === 'cut') return void socket?.end();
  await fault.until;
  response.end(body.subarray(fault.afterBytes));
}

function createSignal(): { tell(): void; until(condition: () => boolean): Promise<void> } {
  let waiting: { readonly condition: () => boolean; readonly resolve: () => void }[] = [];
  return {
    tell: () => {
      const due = waiting.filter(({ condition }) => condition());
      waiting = waiting.filter((waiter) => !due.includes(waiter));
      for (const { resolve } of due) resolve();
    },
    until: (condition) =>
      new Promise((resolve) => {
        if (condition()) resolve();
        else waiting.push({ condition, resolve });
      }),
  };
}
