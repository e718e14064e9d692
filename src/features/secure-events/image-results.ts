import { isApiError } from '../../api/errors.ts';
import type { CallOptions, WorkloadProtectionApi } from '../../api/workload-protection/call.ts';
import { allOf, isOneOf } from '../../api/workload-protection/filter-text.ts';
import {
  getLegacyVerdicts,
  getLegacyVulnerabilities,
  getReport,
  type LegacyImage,
  listResults,
  type ResultStage,
  resultRows,
} from '../../api/workload-protection/vulnerability-endpoints.ts';
import type { WireResult } from '../../api/workload-protection/vulnerability-schema.ts';
import { textIn } from '../../api/workload-protection/wire.ts';
import { exitCodes, ScandeckError } from '../../core/errors.ts';
import { bySureness, matchOf } from './image-match.ts';
import type { ImageReport, ImageResult, ImageWish, Vulnerability } from './vulnerability-model.ts';

/** Pages of results that are looked through for an image. */
const mostPages = 10;

const severityOrder = ['critical', 'high', 'medium', 'low', 'negligible'];

/** What was found, and whether there was more than was looked through. */
interface Findings {
  readonly results: readonly ImageResult[];
  readonly isCut: boolean;
}

/** Finds results for an image: where it runs, else in registries, else in pipelines. */
export async function findResults(
  api: WorkloadProtectionApi,
  wish: ImageWish,
  options: CallOptions,
): Promise<Findings> {
  let isCut = false;
  for (const stage of ['runtime', 'registry', 'pipeline'] as const) {
    const filter = filterFor(stage, wish);
    if (stage !== 'runtime' && filter === null) break;
    const found = await readStage(api, { stage, filter, wish }, options);
    isCut ||= found.isCut;
    if (found.results.length > 0) return { results: found.results.toSorted(bySureness), isCut };
  }
  return { results: [], isCut };
}

/**
 * Reads the surest result with its vulnerabilities. Where the results are not served, the retired
 * engine is asked, if it still answers.
 */
export async function readReport(
  api: WorkloadProtectionApi,
  wish: ImageWish,
  options: CallOptions,
): Promise<ImageReport | null> {
  const found = await findOrNull(api, wish, options);
  if (found === null || found.results.length === 0) {
    const legacy = await legacyReport(api, wish, options);
    if (legacy !== null) return legacy;
  }
  const best = found?.results[0];
  if (best === undefined && found?.isCut) throw notAmongTheFirst();
  if (best === undefined || best.resultId === null) return null;
  const report = await getReport(api, best.resultId, options);
  const { pullString, digest, imageId, baseOs, policy, policies, vulnerabilities, raw } = report;
  const isDigest = Boolean(wish.digest) && wish.digest === (digest ?? best.digest);
  return {
    ...best,
    name: best.name ?? pullString,
    digest: digest ?? best.digest,
    imageId: imageId ?? best.imageId,
    policy: best.policy ?? policy,
    match: isDigest ? 'digest' : best.match,
    vulnerabilities: vulnerabilities.toSorted(worstFirst),
    others: found?.results.filter((other) => isRival(other, best)).length ?? 0,
    ...{ policies, baseOs, truncated: false, raw },
  };
}

/** Another image that answers the wish just as well. */
function isRival(other: ImageResult, { match, imageId, name }: ImageResult): boolean {
  return other.match === match && (other.imageId !== imageId || other.name !== name);
}

function notAmongTheFirst(): ScandeckError {
  return new ScandeckError(
    `none of the first ${mostPages * resultRows} results tells of this image; there are more`,
    {
      code: 'not-found',
      who: 'user',
      exitCode: exitCodes.incomplete,
      hint: 'Name where it runs: --cluster, --namespace and --workload narrow the results.',
    },
  );
}

/** The fields that each kind of result can be filtered by; a digest is none of them. */
function filterFor(stage: ResultStage, wish: ImageWish): string | null {
  const by = (field: string, value: string | null | undefined) =>
    value ? isOneOf(field, [value]) : null;
  const scope = allOf(
    by('kubernetes.cluster.name', wish.cluster),
    by('kubernetes.namespace.name', wish.namespace),
    by('kubernetes.workload.name', wish.workload),
  );
  if (stage === 'runtime' && scope !== null) return scope;
  const name = wish.image?.replace(/@sha256:.*$/, '');
  return by('freeText', name);
}

interface StageWish {
  readonly stage: ResultStage;
  readonly filter: string | null;
  readonly wish: ImageWish;
}

async function readStage(
  api: WorkloadProtectionApi,
  { stage, filter, wish }: StageWish,
  options: CallOptions,
): Promise<Findings> {
  const found: ImageResult[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const { rows, next } = await listResults(api, { stage, filter, cursor }, options);
    for (const row of rows) {
      const match = matchOf(wish, row);
      if (match !== null) found.push(imageResultOf(stage, row, match));
    }
    cursor = next;
    if (cursor === null || found.some(({ match }) => match === 'digest')) {
      return { results: found, isCut: false };
    }
  }
  return { results: found, isCut: true };
}

function imageResultOf(
  stage: ResultStage,
  { resultId, name, imageId, scope, policy, counts, runningCounts }: WireResult,
  match: ImageResult['match'],
): ImageResult {
  return {
    ...{ stage, resultId, name, imageId, policy, counts, runningCounts, match },
    digest: match === 'digest' ? imageId : null,
    cluster: textIn(scope['kubernetes.cluster.name']),
    namespace: textIn(scope['kubernetes.namespace.name']),
    workload: textIn(scope['kubernetes.workload.name']),
  };
}

/** Null where the server does not have these results at all. */
async function findOrNull(api: WorkloadProtectionApi, wish: ImageWish, options: CallOptions) {
  try {
    return await findResults(api, wish, options);
  } catch (error) {
    if (isApiError(error) && (error.status === 404 || error.status === 410)) return null;
    throw error;
  }
}

/** What the retired engine knows; null where it is gone, or does not know the image. */
async function legacyReport(
  api: WorkloadProtectionApi,
  wish: ImageWish,
  options: CallOptions,
): Promise<ImageReport | null> {
  const image = legacyImage(wish);
  if (image === null) return null;
  try {
    const { vulnerabilities, more, raw } = await getLegacyVulnerabilities(api, image, options);
    const { policy = null, policies = [] } = (await legacyVerdicts(api, wish, options)) ?? {};
    const { cluster = null, namespace = null, workload = null } = wish;
    return {
      ...{
        resultId: null,
        name: wish.image ?? null,
        stage: 'legacy',
        cluster,
        namespace,
        workload,
      },
      ...{ digest: wish.digest ?? null, imageId: wish.imageId ?? null, policy },
      ...{ counts: null, runningCounts: null, match: 'digest' in image ? 'digest' : 'image-id' },
      vulnerabilities: vulnerabilities.toSorted(worstFirst),
      ...{ policies, baseOs: null, truncated: more, raw },
    };
  } catch (error) {
    if (isApiError(error) && (error.status === 404 || error.status === 410)) return null;
    throw error;
  }
}

/** What the retired engine's policies say; null where it does not tell, which is no verdict. */
async function legacyVerdicts(api: WorkloadProtectionApi, wish: ImageWish, options: CallOptions) {
  const image = legacyImage(wish);
  const tag = wish.image?.replace(/@sha256:.*$/, '') ?? '';
  if (image === null || tag === '') return null;
  try {
    return await getLegacyVerdicts(api, { image, tag }, options);
  } catch (error) {
    if (isApiError(error) && error.status !== null && error.status < 500) return null;
    throw error;
  }
}

function legacyImage({ digest, imageId, image }: ImageWish): LegacyImage | null {
  const named = digest ?? /@(sha256:[0-9a-f]{64})$/.exec(image ?? '')?.[1];
  if (named && /^sha256:[0-9a-f]{64}$/.test(named)) return { digest: named };
  const id = imageId?.replace(/^sha256:/, '');
  return id && /^[0-9a-f]{64}$/.test(id) ? { imageId: id } : null;
}

function worstFirst(a: Vulnerability, b: Vulnerability): number {
  const rank = (severity: string) => {
    const index = severityOrder.indexOf(severity);
    return index < 0 ? severityOrder.length : index;
  };
  return rank(a.severity) - rank(b.severity) || (b.score ?? -1) - (a.score ?? -1);
}
