import { onTestFinished } from 'vitest';
import { sysdigTokenAuth } from '../../../../src/api/auth/sysdig-token.ts';
import { createClient } from '../../../../src/api/client.ts';
import type { Exchange } from '../../../../src/api/types.ts';
import { type FakeSession, fakeSession } from '../../../support/fake-session.ts';
import { type Handler, startServer } from '../../../support/http-server.ts';

/** The clock's time of every session here. */
export const startMs = Date.UTC(2026, 10, 21, 12);
export const startNs = BigInt(startMs) * 1_000_000n;

/** Opens a session of a profile with Workload Protection alone, on a server of the test. */
export function openWorkloadSession(
  baseUrl: string,
  onExchange: (exchange: Exchange) => void = () => {},
): FakeSession {
  const session = fakeSession({ sources: ['workloadProtection'], startMs, readOnly: true });
  const { clock, activity } = session;
  const client = createClient({
    source: 'workloadProtection',
    baseUrl,
    auth: sysdigTokenAuth({ token: async () => 'secret-token' }),
    ...{ clock, activity, readOnly: true, onExchange },
    random: () => 0,
  });
  return {
    ...session,
    baseUrl: () => 'https://us-south.security-compliance-secure.cloud.ibm.com',
    settings: () => ({ instanceId: 'guid-1', teamId: 5 }),
    client: () => client,
    close: () => client.close(),
  };
}

/** Opens a server and a session on it for one test. */
export async function serveWorkload(handler: Handler) {
  const server = await startServer(handler);
  const session = openWorkloadSession(server.url);
  onTestFinished(async () => {
    await session.close();
    await server.close();
  });
  return { server, session };
}
