import { afterEach } from 'vitest';
import type { ApiError } from '../../../src/api/errors.ts';
import { isApiError } from '../../../src/api/errors.ts';
import { type ClientUnderTest, createTestClient } from '../../support/api-client.ts';
import {
  type Handler,
  type Script,
  type ServerOptions,
  startServer,
  type TestServer,
} from '../../support/http-server.ts';

type Options = Parameters<typeof createTestClient>[1];

/** A client and the server that it talks to. */
export type Rig = ClientUnderTest & { readonly server: TestServer };

/** Starts servers and clients that end with the test; each test ends with no connection open. */
export function createRigs() {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  const serve = async (replies: Handler | Script, options?: ServerOptions) => {
    const server = await startServer(replies, options);
    ends.push(() => server.close());
    return server;
  };
  const connect = (url: string, options?: Options) => {
    const made = createTestClient(url, options);
    ends.push(() => made.client.close());
    return made;
  };
  return {
    serve,
    connect,
    rig: async (replies: Handler | Script, options?: Options): Promise<Rig> => {
      const server = await serve(replies);
      return { server, ...connect(server.url, options) };
    },
  };
}

/** The ApiError that a call rejects with. */
export async function failure(call: Promise<unknown>): Promise<ApiError> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (isApiError(outcome)) return outcome;
  throw new Error(`expected an ApiError, got ${String(outcome)}`);
}
