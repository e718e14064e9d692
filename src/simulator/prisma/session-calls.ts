import { emptyAnswer, jsonAnswer, type SimAnswer, type SimRequest } from '../exchange.ts';
import type { PrismaConsole } from './prisma-console.ts';
import { jsonBody } from './refusals.ts';

/** `GET _ping`: only the status counts, and nobody has to sign in. */
export const answerPing = (): SimAnswer => emptyAnswer();

/** `GET version`: the console's version as a JSON string. @throws Refusal 401 */
export function answerVersion(prisma: PrismaConsole, request: SimRequest): SimAnswer {
  prisma.credentials.check(request, 'monitorImages');
  return jsonAnswer(consoleVersions[prisma.legacy ?? 'present']);
}

/** `POST authenticate`: a token for a name and a password. @throws Refusal 400, 401 */
export function answerAuthenticate(prisma: PrismaConsole, request: SimRequest): SimAnswer {
  const body = jsonBody(request);
  const { username, password }: { username?: unknown; password?: unknown } =
    typeof body === 'object' && body !== null ? body : {};
  return jsonAnswer({ token: prisma.credentials.logIn(username, password) });
}

/** `GET authenticate/renew`: a new token for one that still holds. @throws Refusal 401 */
export function answerRenew(prisma: PrismaConsole, request: SimRequest): SimAnswer {
  const user = prisma.credentials.check(request, 'monitorImages');
  return jsonAnswer({ token: prisma.credentials.tokenFor(user) });
}

const consoleVersions = {
  present: '32.07.123',
  '32.06': '32.06.113',
  '30.03': '30.03.122',
  'pre-30': '21.08.525',
} as const;
