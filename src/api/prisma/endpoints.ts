import { ScandeckError, usageError } from '../../core/errors.ts';
import type { Session } from '../session.ts';
import type { ApiClient, ApiRequest } from '../types.ts';
import { type Decoded, decodeProgress, isRowList, type WireElement } from './schema.ts';

/** The version of the API that is asked for when the profile names none. */
export const defaultApiVersion = 'v32.07';

/** Prisma Cloud Compute's client with the version that the profile chose. */
export interface PrismaApi {
  readonly client: ApiClient;
  /** Path below the version: `/registry/progress`. */
  readonly path: (tail: string) => string;
  /** Of every call: the tenant project that the profile chose. */
  readonly scope: { readonly project?: string };
  /** Of the lists of images: the collections that the profile chose, too. */
  readonly listScope: { readonly project?: string; readonly collections?: readonly string[] };
}

/**
 * Opens the `prisma` source of a session.
 *
 * @throws ScandeckError `config` when the profile has no such source
 */
export function prismaApi(session: Session): PrismaApi {
  const { apiVersion, project, collections } = session.settings('prisma');
  const version =
    typeof apiVersion === 'string' && apiVersion !== '' ? apiVersion : defaultApiVersion;
  const scope = typeof project === 'string' && project !== '' ? { project } : {};
  const chosen = Array.isArray(collections)
    ? collections.filter((name) => typeof name === 'string')
    : [];
  return {
    client: session.client('prisma'),
    path: (tail) => `/api/${version}${tail}`,
    scope,
    listScope: chosen.length === 0 ? scope : { ...scope, collections: chosen },
  };
}

/** An image to scan on demand. It has a tag or a digest. */
export interface ScanRequest {
  readonly registry?: string | undefined;
  readonly repo: string;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
}

/** The query of `GET registry/progress`; without `onDemand` it asks for the regular scan. */
export type ProgressQuery = { readonly onDemand?: boolean } & Partial<ScanRequest>;

/** How a call is to be made. */
export type CallOptions = Pick<ApiRequest, 'signal' | 'tries' | 'totalTimeoutMs'>;

/**
 * Refuses what the vendor would refuse (Prisma Cloud API reference, View Registry Scan Progress).
 *
 * @throws ScandeckError `usage`
 */
export function checkProgressQuery(query: ProgressQuery): void {
  if (query.onDemand === true) {
    checkImage(query);
    return;
  }
  const extra = (['registry', 'repo', 'tag', 'digest'] as const).filter((name) => query[name]);
  if (extra.length === 0) return;
  throw usageError(
    `${extra.join(', ')} without onDemand: the progress of a regular scan takes no parameters`,
    'Ask for the on-demand scan of an image with its repository and its tag or digest.',
  );
}

/**
 * Refuses an image that cannot be scanned on demand.
 *
 * @throws ScandeckError `usage`
 */
export function checkImage(image: Partial<ScanRequest>): void {
  if (!image.repo) {
    throw usageError(
      'an on-demand scan without a repository: onDemand requires repo',
      'Name the repository, for example library/alpine.',
    );
  }
  if (!image.tag && !image.digest) {
    throw usageError(
      'an on-demand scan without tag and digest: onDemand requires one of them',
      'Name the tag, for example 3.16, or the digest, sha256:...',
    );
  }
}

/**
 * `GET registry/progress`: the scans that are going, `[]` when there are none or when the end of an
 * on-demand scan was already read.
 *
 * @throws ScandeckError `usage` before any request; ApiError; `unexpected-answer`
 */
export async function getProgress(
  api: PrismaApi,
  query: ProgressQuery = {},
  options: CallOptions = {},
): Promise<Decoded<WireElement>> {
  checkProgressQuery(query);
  const path = api.path('/registry/progress');
  const { registry, repo, tag, digest } = query;
  const onDemand = { onDemand: true, registry, repo, tag, digest };
  const response = await api.client.request({
    method: 'GET',
    path,
    query: { ...(query.onDemand === true ? withoutEmpty(onDemand) : {}), ...api.scope },
    ...options,
  });
  return decodeProgress(rowList(response.json(), path));
}

/** Consoles are known to answer a start after minutes; giving up sooner would call it a failure. */
const startTimeoutMs = 240_000;

/**
 * `POST registry/scan` for one image, on demand.
 *
 * @returns the vendor's time of the answer, epoch milliseconds; null when it tells none
 * @throws ScandeckError `usage` before any request; ApiError
 */
export async function startScan(
  api: PrismaApi,
  image: ScanRequest,
  options: CallOptions = {},
): Promise<number | null> {
  checkImage(image);
  const { registry = '', repo, tag = '', digest = '' } = image;
  const response = await api.client.request({
    method: 'POST',
    path: api.path('/registry/scan'),
    query: api.scope,
    json: { onDemandScan: true, tag: { registry, repo, tag, digest } },
    ...{ tryTimeoutMs: startTimeoutMs, totalTimeoutMs: startTimeoutMs },
    ...options,
  });
  const time = Date.parse(response.headers.date ?? '');
  return Number.isNaN(time) ? null : time;
}

/** `POST registry/stop`: stops the regular scan. @throws ApiError */
export async function stopScan(api: PrismaApi, options: CallOptions = {}): Promise<void> {
  const path = api.path('/registry/stop');
  await api.client.request({ method: 'POST', path, query: api.scope, ...options });
}

/**
 * A list as the vendor sends it; `null` is an empty one.
 *
 * @throws ScandeckError `unexpected-answer` for anything else, so that it never looks like "nothing"
 */
export function rowList(body: unknown, path: string): unknown {
  if (isRowList(body)) return body;
  throw new ScandeckError(`GET ${path}: the answer is JSON but not a list`, {
    code: 'unexpected-answer',
    who: 'vendor',
    exitCode: 1,
    hint: "Check the profile's url and apiVersion: is this Prisma Cloud Compute's console?",
    retryable: false,
  });
}

function withoutEmpty(query: Record<string, string | boolean | undefined>) {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
}
