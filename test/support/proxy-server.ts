import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A running HTTP proxy on 127.0.0.1. */
export interface TestProxy {
  /** `host:port` */
  readonly host: string;
  /** What passed: `CONNECT host:port`, or `GET http://host:port/path`. */
  readonly passed: readonly string[];
  /** The Proxy-Authorization headers that came. */
  readonly credentials: readonly (string | undefined)[];
  close(): Promise<void>;
}

/** Starts a proxy; with `refusal` it answers everything with that status. */
export async function startProxy(refusal?: number): Promise<TestProxy> {
  const passed: string[] = [];
  const credentials: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
  };
  const note = (incoming: IncomingMessage) => {
    passed.push(`${incoming.method} ${incoming.url}`);
    credentials.push(incoming.headers['proxy-authorization']);
  };
  const server = createServer((incoming, response) => {
    note(incoming);
    if (refusal) return void response.writeHead(refusal).end();
    const { method = 'GET', headers } = incoming;
    const outgoing = forward(incoming.url ?? '', { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  server.on('connection', track);
  server.on('connect', (incoming: IncomingMessage, client: Socket) => {
    note(incoming);
    if (refusal) return void client.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\n\r\n`);
    const [host = '', port] = (incoming.url ?? '').split(':');
    const target = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    track(target);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    credentials,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
