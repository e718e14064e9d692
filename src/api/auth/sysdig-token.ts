import { bearerAuth } from './bearer.ts';
import type { AuthHeaders, AuthStrategy, Secret } from './strategy.ts';

/**
 * Sends a token that Sysdig itself issued, pasted with or without "Bearer" in front of it (Sysdig
 * API). It belongs to a team, so that IBM's headers are not needed beside it.
 */
export function sysdigTokenAuth(options: { readonly token: Secret }): AuthStrategy {
  return bearerAuth(options);
}

/** What a call of IBM Cloud Workload Protection has to name beside an IAM token. */
export interface WorkloadProtectionTarget {
  /** GUID of the service instance. */
  readonly instanceId: string;
  /** Number of the team; the caller's current team without it. */
  readonly teamId?: number | undefined;
}

/** The headers of a target (IBM Cloud docs, Workload Protection, Using cURL). */
export function targetHeaders({ instanceId, teamId }: WorkloadProtectionTarget): AuthHeaders {
  return {
    ibminstanceid: instanceId,
    ...(teamId === undefined ? {} : { sysdigteamid: String(teamId) }),
    sysdigproduct: 'SDS',
  };
}
