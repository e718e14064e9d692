import type { SimRequest } from '../exchange.ts';
import { platformRefusal } from './refusals.ts';

/** A user of the simulated platform; the credentials of one are as good as each other. */
interface PlatformUser {
  readonly name: string;
  readonly password: string;
  /** For `X-JFrog-Art-Api`. */
  readonly apiKey: string;
  /** An access token that never expires; the fault `expired` does not touch it. */
  readonly token: string;
  /** An access token whose time can be over: the fault `expired` refuses it. */
  readonly briefToken: string;
  /** The permission VIEW_POLICIES. */
  readonly viewsPolicies: boolean;
}

/** The user of the demo's profile. */
export const demoUser: PlatformUser = {
  name: 'demo',
  password: 'demo',
  apiKey: 'DEMO-JFROG-API-KEY',
  token: 'demo-jfrog-token',
  briefToken: 'demo-jfrog-brief-token',
  viewsPolicies: true,
};

const users: readonly PlatformUser[] = [
  demoUser,
  {
    name: 'viewer',
    password: 'viewer',
    apiKey: 'VIEWER-JFROG-API-KEY',
    token: 'viewer-jfrog-token',
    briefToken: 'viewer-jfrog-brief-token',
    viewsPolicies: false,
  },
];

/**
 * Lets a request pass that carries a token, an API key or a name and a password.
 *
 * @throws Refusal 401 without valid credentials, 403 without the permission VIEW_POLICIES
 */
export function checkAccess(request: SimRequest): void {
  const user = callerOf(request);
  if (user === undefined) throw platformRefusal(401, 'Bad credentials');
  if (!user.viewsPolicies) throw platformRefusal(403, 'Forbidden');
}

function callerOf({ headers, tokenExpired }: SimRequest): PlatformUser | undefined {
  const apiKey = headers['x-jfrog-art-api'];
  const [scheme = '', proof = ''] = (headers.authorization ?? '').split(' ');
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return holderOf(proof, tokenExpired);
    case 'basic':
      return nameAndPassword(Buffer.from(proof, 'base64').toString());
    default:
      return users.find((user) => user.apiKey === apiKey);
  }
}

function holderOf(token: string, isExpired: boolean): PlatformUser | undefined {
  const user = users.find((each) => each.token === token || each.briefToken === token);
  if (isExpired && token === user?.briefToken)
    throw platformRefusal(401, 'Token failed verification: expired');
  return user;
}

/** An API key is as good as the password. */
function nameAndPassword(text: string): PlatformUser | undefined {
  return users.find(({ name, password, apiKey }) =>
    [`${name}:${password}`, `${name}:${apiKey}`].includes(text),
  );
}
