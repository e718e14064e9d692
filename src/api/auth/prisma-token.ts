import type { Clock } from '../../core/clock.ts';
import { exitCodes } from '../../core/errors.ts';
import { ApiError, isApiError } from '../errors.ts';
import { createSecretValue } from './secret-value.ts';
import type { AuthStrategy, Secret, Sender, SignInRequest } from './strategy.ts';
import { createTokenKeeper } from './token-keeper.ts';

/** The token's life by default (Prisma Cloud Compute API reference, Generate Access Token). */
const lifeMs = 30 * 60_000;

/**
 * Exchanges user name and password for a token, which lasts 30 minutes and is renewed before they
 * are over: POST /api/VERSION/authenticate (Prisma Cloud Compute API reference, Generate Access
 * Token).
 */
export function prismaTokenAuth(options: {
  readonly clock: Clock;
  /** As in the paths: `v32.07`. */
  readonly apiVersion: string;
  readonly username: string;
  readonly password: Secret;
}): AuthStrategy {
  const password = createSecretValue(options.password);
  const path = `/api/${options.apiVersion}/authenticate`;
  const ask = async (send: Sender) => {
    const answer = await send(signIn(path, options.username, await password.get()));
    return { value: readToken(answer.json(), path), lifeMs };
  };
  const keeper = createTokenKeeper(options.clock, async (send) => {
    try {
      return await ask(send);
    } catch (error) {
      const refused = isApiError(error) && error.code === 'unauthorised';
      if (refused && (await password.renew())) return ask(send);
      throw error;
    }
  });
  return {
    headers: async (send, signal) => ({
      authorization: `Bearer ${await keeper.get(send, signal)}`,
    }),
    rejected: (used) => {
      keeper.refuse((used.authorization ?? '').slice('Bearer '.length));
      return true;
    },
    secrets: () => [...password.seen(), ...keeper.seen()],
  };
}

function signIn(path: string, username: string, password: string): SignInRequest {
  return { method: 'POST', path, json: { username, password }, effect: 'read', tries: 1 };
}

function readToken(answer: unknown, path: string): string {
  const token =
    typeof answer === 'object' && answer !== null && 'token' in answer ? answer.token : undefined;
  if (typeof token === 'string' && /^[!-~]+$/.test(token)) return token;
  throw new ApiError(`POST ${path} answered without a token`, {
    code: 'bad-answer',
    who: 'vendor',
    hint: 'Check that url and apiVersion name a Prisma Cloud Compute Console.',
    exitCode: exitCodes.refused,
    method: 'POST',
    path,
  });
}
