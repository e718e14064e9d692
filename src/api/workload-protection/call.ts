import { ScandeckError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { isApiError } from '../errors.ts';
import type { Session } from '../session.ts';
import type { ApiClient, ApiRequest, ApiResponse } from '../types.ts';

/** IBM Cloud Workload Protection's client, and whom its calls are made for. */
export interface WorkloadProtectionApi {
  readonly client: ApiClient;
  /** Instance, region and team in words, for errors. Safe text. */
  readonly target: string;
}

/** How a call is to be made. */
export type CallOptions = Pick<ApiRequest, 'signal' | 'tries' | 'totalTimeoutMs' | 'tryTimeoutMs'>;

/** What a call reads, and which IAM role covers it (IBM Cloud docs, Workload Protection, IAM). */
export interface Errand {
  /** `secure events`. */
  readonly what: string;
  readonly role: 'Reader' | 'Writer';
}

/**
 * Opens the `workloadProtection` source of a session.
 *
 * @throws ScandeckError `config` when the profile has no such source
 */
export function workloadProtectionApi(session: Session): WorkloadProtectionApi {
  const client = session.client('workloadProtection');
  const { instanceId, teamId } = session.settings('workloadProtection');
  const host = URL.parse(session.baseUrl('workloadProtection'))?.hostname ?? '';
  const region = /^(?:private\.)?([a-z0-9-]+)\.security-compliance-secure\./.exec(host)?.[1];
  const instance = instanceId === undefined ? 'the token alone' : `instance ${instanceId}`;
  const where = region === undefined ? `host ${host}` : `region ${region}`;
  const team = teamId === undefined ? 'no team named' : `team ${teamId}`;
  return { client, target: safeText(`${instance}, ${where}, ${team}`, 300) };
}

/**
 * Sends a call and explains its failure.
 *
 * @throws ApiError
 */
export async function callApi(
  api: WorkloadProtectionApi,
  errand: Errand,
  request: ApiRequest,
): Promise<ApiResponse> {
  try {
    return await api.client.request(request);
  } catch (error) {
    throw explained(error, api, errand);
  }
}

function explained(error: unknown, { target }: WorkloadProtectionApi, errand: Errand): unknown {
  // A refusal by IBM Cloud IAM has explained itself.
  if (!isApiError(error) || error.path === '/identity/token') return error;
  switch (error.status) {
    case 401:
      return error.withHint(
        `Asked for ${target}. Check that instanceId is that instance's GUID, that url names its region, that the key may use it, and that teamId is a team of its user.`,
      );
    case 403:
      return error.withHint(
        `Asked for ${target}. Reading ${errand.what} needs the IAM role ${errand.role} on this instance${errand.role === 'Writer' ? ' or above' : ''}, and a team that may see them.`,
      );
    case 422:
      return error.withHint(
        'The filter names a field that the service does not know; `scandeck events fields` lists what it knows.',
      );
    default:
      return error;
  }
}

/** What is JSON but no answer must never look like "nothing". */
export function unexpected(path: string, what: string): ScandeckError {
  return new ScandeckError(`GET ${path}: the answer is JSON but holds no ${what}`, {
    code: 'unexpected-answer',
    who: 'vendor',
    exitCode: 1,
    hint: "Check the profile's workloadProtection.url: a host, without /api.",
    retryable: false,
  });
}
