import type { SimRequest } from '../exchange.ts';
import { refusal } from './refusals.ts';

/** A key of the simulated organisation. */
export interface ApiKey {
  readonly id: string;
  readonly secret: string;
  /** Whether its access level has `workloads.container.image` READ. */
  readonly readsImages: boolean;
}

export const orgKey = 'SIM0ORG1';

/** The key of the demo's profile. */
export const demoKey: ApiKey = { id: 'DEMOKEY001', secret: 'DEMOSECRET', readsImages: true };
const keys: readonly ApiKey[] = [
  demoKey,
  { id: 'EVENTKEY01', secret: 'EVENTSECRET', readsImages: false },
];

/**
 * Checks `X-AUTH-TOKEN: secret/id` and the organisation in the path.
 *
 * @throws Refusal 401 without a known key, 403 for another organisation or without the permission
 */
export function checkKey({ headers }: SimRequest, org: string): void {
  const token = headers['x-auth-token'];
  const key = keys.find(({ id, secret }) => token === `${secret}/${id}`);
  if (key === undefined) throw refusal(401, 'UNAUTHORIZED', 'Authentication failed');
  if (org !== orgKey) throw refusal(403, 'FORBIDDEN', `The key has no access to org ${org}`);
  if (!key.readsImages) {
    throw refusal(403, 'FORBIDDEN', 'Missing permission workloads.container.image READ');
  }
}
