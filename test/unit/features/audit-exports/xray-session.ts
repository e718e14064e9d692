import { bearerAuth } from '../../../../src/api/auth/bearer.ts';
import { createClient } from '../../../../src/api/client.ts';
import { type FakeSession, fakeSession } from '../../../support/fake-session.ts';

/** The clock's time of every session here. */
export const startMs = Date.UTC(2026, 10, 21, 12);

/** Opens a session of a profile with JFrog Xray alone, on a server of the test. */
export function openXraySession(baseUrl: string): FakeSession {
  const session = fakeSession({ sources: ['xray'], startMs, readOnly: true });
  const { clock, activity } = session;
  const client = createClient({
    source: 'xray',
    baseUrl,
    auth: bearerAuth({ token: async () => 'secret-token' }),
    ...{ clock, activity, readOnly: true, onExchange: () => {} },
    random: () => 0,
  });
  return { ...session, baseUrl: () => baseUrl, client: () => client, close: () => client.close() };
}
