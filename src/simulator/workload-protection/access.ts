import type { SimRequest } from '../exchange.ts';
import { bearerOf, type Iam, type Role } from '../iam/iam.ts';
import { cannotVerify, forbidden } from './refusals.ts';

/** The simulated instance. */
export const instanceId = '5f0a1c92-3f54-4f7e-9d0c-6b0c1de0a001';
/** The instance's teams; the first is the default. */
export const teams: readonly { readonly id: number; readonly name: string }[] = [
  { id: 50_006_626, name: 'Secure Operations' },
  { id: 50_006_627, name: 'Platform' },
];

/** A token of Sysdig's own, which needs no other header. */
export const nativeToken = 'demo-sysdig-token';

/** What a call is about: it decides who may make it (IBM's "Managing IAM access"). */
export type Area = 'events' | 'activity audit' | 'vulnerabilities';

/** @throws Refusal 401 without valid credentials, 403 without the role */
export function checkAccess(iam: Iam, request: SimRequest, area: Area): void {
  const role = roleOf(iam, request);
  if (role === null) throw cannotVerify(request);
  if (role === 'Writer' || area === 'events') return;
  throw forbidden(`insufficient permissions: ${area} needs the role Writer or Manager`);
}

function roleOf(iam: Iam, request: SimRequest): Role | null {
  const { headers } = request;
  const token = bearerOf(request);
  if (token === nativeToken) return 'Writer';
  if (request.tokenExpired && token !== '') iam.revoke(token);
  const isHere = headers.ibminstanceid === instanceId && hasTeam(headers.sysdigteamid);
  return isHere ? (iam.holderOf(token)?.role ?? null) : null;
}

/** No team means the default one. */
function hasTeam(header: string | readonly string[] | undefined): boolean {
  return header === undefined || teams.some(({ id }) => String(id) === header);
}
