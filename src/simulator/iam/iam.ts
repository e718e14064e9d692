import { createHmac } from 'node:crypto';
import { sha256, uuidOf } from '../catalogue.ts';
import { jsonAnswer, Refusal, type SimAnswer, type SimRequest } from '../exchange.ts';

/** What the holder of a key may do: a Reader sees events, a Writer the rest, too. */
export type Role = 'Reader' | 'Writer';

/** Where IBM Cloud Logs keeps rows: each has a permission of its own. */
export type Tier = 'frequent_search' | 'archive';

/** Whose key it is: a service id. */
export interface Holder {
  /** As tokens and events name it. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** The tiers that it may read. */
  readonly tiers: readonly Tier[];
}

/** The API key of the demo's profile. */
export const demoApiKey = 'DEMO-IBM-API-KEY';
/** A key whose service id has no more than the role Reader. */
export const readerApiKey = 'READER-IBM-API-KEY';
/** Keys whose service ids may read one tier of IBM Cloud Logs alone. */
export const tierApiKeys: Readonly<Record<Tier, string>> = {
  frequent_search: 'FREQUENT-IBM-API-KEY',
  archive: 'ARCHIVE-IBM-API-KEY',
};

const bothTiers: readonly Tier[] = ['frequent_search', 'archive'];

const holders: ReadonlyMap<string, Holder> = new Map([
  [demoApiKey, holder('Writer', 'scandeck-demo', bothTiers)],
  [readerApiKey, holder('Reader', 'scandeck-reader', bothTiers)],
  [tierApiKeys.frequent_search, holder('Reader', 'search-reader', ['frequent_search'])],
  [tierApiKeys.archive, holder('Reader', 'archive-reader', ['archive'])],
]);

function holder(role: Role, name: string, tiers: readonly Tier[]): Holder {
  return { id: `iam-ServiceId-${uuidOf('service id', name)}`, name, role, tiers };
}

/** IBM Cloud IAM: exchanges API keys for tokens. Tokens carry their own proof. */
export interface Iam {
  /** `POST /identity/token`. @throws Refusal 400 */
  exchange(request: SimRequest): SimAnswer;
  /** A token's holder; null for a token that is unknown, revoked or too old. */
  holderOf(token: string): Holder | null;
  /** Ends a token before its time. */
  revoke(token: string): void;
}

/** The token that a request carries; empty without one. */
export function bearerOf({ headers }: SimRequest): string {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}

const apiKeyGrant = 'urn:ibm:params:oauth:grant-type:apikey';

/** @param now epoch milliseconds of the clock */
export function createIam(seed: number, lifeSeconds: number, now: () => number): Iam {
  const revoked = new Set<string>();
  let count = 0;
  const sign = (text: string) =>
    createHmac('sha256', `iam ${seed}`).update(text).digest('base64url');
  const tokenFor = ({ id, ...rest }: Holder) => {
    const iat = Math.floor(now() / 1000);
    count += 1;
    const claims = {
      ...{ iam_id: id, ...rest, jti: `${iat}.${count}` },
      ...{ iss: 'https://iam.cloud.ibm.com/identity', iat, exp: iat + lifeSeconds },
    };
    const text = `${encode({ kid: 'sim', alg: 'HS256' })}.${encode(claims)}`;
    return { token: `${text}.${sign(text)}`, exp: claims.exp };
  };
  return {
    revoke: (token) => void revoked.add(token),
    holderOf: (token) => {
      const [head = '', payload = '', signature] = token.split('.');
      if (signature !== sign(`${head}.${payload}`) || revoked.has(token)) return null;
      const { iam_id, exp, ...rest } = JSON.parse(Buffer.from(payload, 'base64url').toString());
      return now() < exp * 1000 ? { id: iam_id, ...rest } : null;
    },
    exchange: (request) => {
      const { token, exp } = tokenFor(holderOfGrant(request));
      return jsonAnswer({
        ...{ access_token: token, refresh_token: 'not_supported', ims_user_id: 11_890 },
        ...{ token_type: 'Bearer', expires_in: lifeSeconds, expiration: exp },
        scope: 'ibm openid',
      });
    },
  };
}

/** @throws Refusal 400 in IBM's own codes */
function holderOfGrant(request: SimRequest): Holder {
  const type = request.headers['content-type'] ?? '';
  const isForm = type.startsWith('application/x-www-form-urlencoded');
  const form = new URLSearchParams(isForm ? request.body : '');
  const grant = form.get('grant_type') ?? '';
  if (grant === '') throw missing(request, 'grant_type');
  if (grant !== apiKeyGrant) throw invalid(request, 'grant_type', grant, apiKeyGrant);
  const wanted = form.get('response_type') ?? 'cloud_iam';
  if (wanted !== 'cloud_iam') throw invalid(request, 'response_type', wanted, 'cloud_iam');
  const apiKey = form.get('apikey') ?? '';
  if (apiKey === '') throw missing(request, 'apikey');
  const found = holders.get(apiKey);
  if (found !== undefined) return found;
  throw refusal(request, 'BXNIM0415E', 'Provided API key could not be found.');
}

const missing = (request: SimRequest, name: string) =>
  refusal(request, 'BXNIM0109E', `Property missing or empty: '${name}'.`);

const invalid = (request: SimRequest, name: string, value: string, valid: string) =>
  refusal(
    request,
    'BXNIM0106E',
    `Validation of property '${name}' with value '${value}' failed. Valid values: '${valid}'`,
  );

function refusal({ body }: SimRequest, errorCode: string, errorMessage: string): Refusal {
  const requestId = sha256('iam', body).slice(0, 32);
  const context = { requestId, requestType: 'incoming.Identity_Token' };
  return new Refusal({ ...jsonAnswer({ errorCode, errorMessage, context }), status: 400 });
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
