import { onTestFinished } from 'vitest';
import { cbcKeyAuth } from '../../../../src/api/auth/cbc-key.ts';
import { createClient } from '../../../../src/api/client.ts';
import { memoryViews } from '../../../../src/config/saved-views.ts';
import { type FakeSession, fakeSession } from '../../../support/fake-session.ts';
import { type Handler, type Script, startServer } from '../../../support/http-server.ts';

/** The clock's time of every session here. */
export const startMs = Date.UTC(2026, 10, 21, 12);

/** Opens a session of a profile with Carbon Black Cloud alone, on a server of the test. */
export function openCarbonBlackSession(
  baseUrl: string,
  options: { readonly instance?: string; readonly readOnly?: boolean } = {},
): FakeSession {
  const { instance = 'containers', readOnly = true } = options;
  const session = fakeSession({ sources: ['carbonBlack'], startMs, readOnly });
  const { clock, activity } = session;
  const client = createClient({
    source: 'carbonBlack',
    baseUrl,
    auth: cbcKeyAuth({ apiId: 'ABCD123456', apiSecret: async () => 'ABCDEFGHIJKLMNO123456789' }),
    ...{ clock, activity, readOnly },
    onExchange: () => {},
    random: () => 0,
  });
  return {
    ...session,
    views: memoryViews(),
    baseUrl: () => baseUrl,
    settings: () => ({ orgKey: 'ABCD1234', instance }),
    client: () => client,
    close: () => client.close(),
  };
}

/** Opens a server and a session on it for one test. */
export async function serveCarbonBlack(replies: Handler | Script) {
  const server = await startServer(replies);
  const session = openCarbonBlackSession(server.url);
  onTestFinished(async () => {
    await session.close();
    await server.close();
  });
  return { server, session };
}
