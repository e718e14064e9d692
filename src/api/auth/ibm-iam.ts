import type { Clock } from '../../core/clock.ts';
import { exitCodes } from '../../core/errors.ts';
import { ApiError, isApiError } from '../errors.ts';
import { explainedSignIn } from './ibm-iam-errors.ts';
import { createSecretValue } from './secret-value.ts';
import type { AuthHeaders, AuthStrategy, Secret, Sender, SignInRequest } from './strategy.ts';
import { createTokenKeeper, type IssuedToken } from './token-keeper.ts';

const path = '/identity/token';
const grantType = 'urn:ibm:params:oauth:grant-type:apikey';

/** What an exchange is made of. */
export interface IbmIamOptions {
  readonly clock: Clock;
  readonly apiKey: Secret;
  /** `https://iam.cloud.ibm.com` */
  readonly iamUrl: string;
  /** Sent with each call beside the token; names in lower case. */
  readonly headers?: AuthHeaders;
}

/**
 * Exchanges an API key for an access token: POST /identity/token. The grant has no refresh token, so
 * a renewal is another exchange (IBM Cloud docs, Generating an IBM Cloud IAM token by using an API
 * key).
 */
export function ibmIamAuth(options: IbmIamOptions): AuthStrategy {
  const apiKey = createSecretValue(async () => (await options.apiKey()).trim());
  const ask = async (send: Sender) => {
    const answer = await send(signIn(options.iamUrl, await apiKey.get()));
    return readToken(answer.json(), options.clock.now());
  };
  const keeper = createTokenKeeper(options.clock, async (send) => {
    try {
      return await ask(send);
    } catch (error) {
      const refused = isApiError(error) && (error.status === 400 || error.status === 401);
      if (refused && (await apiKey.renew())) return ask(send);
      throw explainedSignIn(error);
    }
  });
  return {
    headers: async (send, signal) => ({
      ...options.headers,
      authorization: `Bearer ${await keeper.get(send, signal)}`,
    }),
    rejected: (used) => {
      keeper.refuse((used.authorization ?? '').slice('Bearer '.length));
      return true;
    },
    secrets: () => [...apiKey.seen(), ...keeper.seen()],
  };
}

function signIn(iamUrl: string, apiKey: string): SignInRequest {
  return {
    method: 'POST',
    baseUrl: iamUrl,
    path,
    body: `grant_type=${encodeURIComponent(grantType)}&apikey=${encodeURIComponent(apiKey)}`,
    contentType: 'application/x-www-form-urlencoded',
    headers: { accept: 'application/json' },
    effect: 'read',
    tries: 1,
  };
}

/** What IAM answers with; times in seconds. */
interface TokenAnswer {
  readonly access_token?: unknown;
  readonly expires_in?: unknown;
  /** Since the epoch. */
  readonly expiration?: unknown;
}

/** The token and its life: `expires_in`, else up to its `expiration`. */
function readToken(answer: unknown, nowMs: number): IssuedToken {
  const body: TokenAnswer = typeof answer === 'object' && answer !== null ? answer : {};
  const { access_token: value, expires_in: life, expiration: end } = body;
  const lifeMs = life == null ? Number(end) * 1000 - nowMs : Number(life) * 1000;
  if (typeof value === 'string' && /^[!-~]+$/.test(value) && lifeMs > 0) return { value, lifeMs };
  throw new ApiError(`IBM Cloud IAM: POST ${path} answered without a token`, {
    code: 'bad-answer',
    who: 'vendor',
    hint: 'Check that auth.iamUrl names IBM Cloud IAM: https://iam.cloud.ibm.com.',
    exitCode: exitCodes.refused,
    method: 'POST',
    path,
  });
}
