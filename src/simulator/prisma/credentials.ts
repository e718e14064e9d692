import { createHmac } from 'node:crypto';
import type { SimRequest } from '../exchange.ts';
import { refusal } from './refusals.ts';

/** Whether a call only shows image scans, or needs more than that. */
export type Permission = 'monitorImages' | 'manageImages';

/** A user of the simulated console. The password is the user's name. */
export interface User {
  readonly name: string;
  readonly permissions: readonly Permission[];
}

const users: readonly User[] = [
  { name: 'demo', permissions: ['monitorImages', 'manageImages'] },
  { name: 'viewer', permissions: ['monitorImages'] },
];

/** Tokens live for 30 minutes (Prisma Cloud API reference, Authenticate). */
const tokenLifeMs = 30 * 60_000;

/** Checks who calls. Tokens carry their own proof, so that a restarted console still knows them. */
export interface Credentials {
  /** @throws Refusal 401 without valid credentials, 403 without the permission */
  check(request: SimRequest, permission: Permission): User;
  /** @throws Refusal 401 */
  logIn(username: unknown, password: unknown): string;
  tokenFor(user: User): string;
}

/** @param now the simulated time */
export function createCredentials(seed: number, now: () => number): Credentials {
  const revoked = new Set<string>();
  const sign = (text: string) =>
    createHmac('sha256', `console ${seed}`).update(text).digest('base64url');
  const holderOf = (token: string): User | undefined => {
    const [head = '', payload = '', signature] = token.split('.');
    if (signature !== sign(`${head}.${payload}`) || revoked.has(token)) return undefined;
    const [name, issuedAt] = Buffer.from(payload, 'base64url').toString().split(' ');
    const age = now() - Number(issuedAt);
    return age < tokenLifeMs ? users.find((user) => user.name === name) : undefined;
  };
  const callerOf = ({ headers, tokenExpired }: SimRequest): User | undefined => {
    const [scheme = '', proof = ''] = (headers.authorization ?? '').split(' ');
    if (scheme.toLowerCase() === 'basic') return userOf(Buffer.from(proof, 'base64').toString());
    if (scheme.toLowerCase() !== 'bearer') return undefined;
    if (tokenExpired) revoked.add(proof);
    return holderOf(proof);
  };
  const tokenFor = ({ name }: User) => {
    const text = `${encode('{"alg":"HS256","typ":"JWT"}')}.${encode(`${name} ${now()}`)}`;
    return `${text}.${sign(text)}`;
  };
  return {
    tokenFor,
    check: (request, permission) => {
      const user = callerOf(request);
      if (user === undefined) throw refusal(401, 'unauthorized');
      if (!user.permissions.includes(permission)) throw refusal(403, 'forbidden');
      return user;
    },
    logIn: (username, password) => {
      const user = userOf(`${String(username)}:${String(password)}`);
      if (user === undefined) throw refusal(401, 'unauthorized');
      return tokenFor(user);
    },
  };
}

const encode = (text: string) => Buffer.from(text).toString('base64url');

/** The user whose `name:password` this is. */
function userOf(text: string): User | undefined {
  return users.find(({ name }) => text === `${name}:${name}`);
}
