import { nameOf } from '../catalogue.ts';
import { jsonAnswer, Refusal, type SimAnswer, type SimRequest } from '../exchange.ts';
import { type FieldValues, parseFilter } from './filter.ts';
import {
  globalEvaluation,
  runningOf,
  type ScanResult,
  type Stage,
  totalsOf,
  type VulnerabilityService,
} from './vulnerability-service.ts';

/** What each stage's filter knows (Secure public API, vulnerability results). */
const filterFields: Readonly<Record<Stage, RegExp>> = {
  runtime:
    /^(asset\.type|kubernetes\.(cluster\.name|namespace\.name|workload\.(name|type)|pod\.container\.name)|freeText|hasRunningVulns)$/,
  registry: /^(vendor|freeText)$/,
  pipeline: /^freeText$/,
};

const usualLimit = 100;
const mostRows = 1000;

/** 400 in the form of the public API. */
export function badQuery(message: string): Refusal {
  return new Refusal({
    ...jsonAnswer({ type: 'bad_request', message, details: [] }),
    status: 400,
  });
}

/** `GET /secure/vulnerability/v1/{runtime,registry,pipeline}-results`. @throws Refusal 400 */
export function answerResults(
  service: VulnerabilityService,
  { query }: SimRequest,
  stage: Stage,
): SimAnswer {
  const limit = Number(query.get('limit') ?? usualLimit);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostRows) throw badQuery('limit is invalid');
  const start = placeIn(query.get('cursor'));
  const found = sorted(service, matching(service, query.get('filter') ?? '', stage), query);
  const end = start + limit;
  const next = Buffer.from(`${end}\n`).toString('base64');
  return jsonAnswer({
    page: { total: found.length, ...(end < found.length ? { next } : {}) },
    data: found.slice(start, end).map((result) => rowOf(service, result)),
  });
}

function matching(service: VulnerabilityService, filter: string, stage: Stage) {
  const predicate = parseFilter(filter, (field) => {
    if (!filterFields[stage].test(field)) throw badQuery(`unknown field in filter: ${field}`);
  });
  if (predicate === null) throw badQuery('filter is invalid');
  return service.resultsOf(stage).filter((result) => predicate(valuesOf(service, result)));
}

/** The place at which a page starts. */
function placeIn(cursor: string | null): number {
  if (cursor === null) return 0;
  const text = Buffer.from(cursor, 'base64').toString().trim();
  if (!/^\d{1,6}$/.test(text)) throw badQuery('cursor is invalid');
  return Number(text);
}

function valuesOf(service: VulnerabilityService, result: ScanResult): FieldValues {
  const { image } = result;
  return (field) => {
    if (field === 'freeText') return [nameOf(image)];
    if (field === 'vendor') return [image.registry];
    if (field === 'hasRunningVulns') {
      return [String(runningOf(image, service.findingsOf(image)).length > 0)];
    }
    const value = { ...scopeOf(result), ...containerScope(result) }[field];
    return value === undefined ? [] : [value];
  };
}

function scopeOf({ workload }: ScanResult): Readonly<Record<string, string>> {
  if (workload === null) return {};
  return {
    'asset.type': 'workload',
    'kubernetes.cluster.name': workload.cluster,
    'kubernetes.namespace.name': workload.namespace,
    'kubernetes.workload.name': workload.workload,
    'kubernetes.workload.type': workload.workloadType.toLowerCase(),
  };
}

const containerScope = ({ workload }: ScanResult): Readonly<Record<string, string>> =>
  workload === null ? {} : { 'kubernetes.pod.container.name': workload.containerName };

/** `sort` and `order`, for what runs alone. */
function sorted(
  service: VulnerabilityService,
  results: readonly ScanResult[],
  query: URLSearchParams,
): readonly ScanResult[] {
  const sort = query.get('sort');
  const order = query.get('order') ?? 'desc';
  if (sort === null) return results;
  const isKnown = /^(running)?vulnTotalBySeverity$/i.test(sort) && /^(asc|desc)$/.test(order);
  if (!isKnown) throw badQuery('sort is invalid');
  const rank = new Map(
    results.map((result) => {
      const findings = service.findingsOf(result.image);
      const counted = sort.startsWith('running') ? runningOf(result.image, findings) : findings;
      const { critical = 0, high = 0, medium = 0, low = 0 } = totalsOf(counted);
      return [result.id, critical * 1e9 + high * 1e6 + medium * 1e3 + low];
    }),
  );
  const sign = order === 'asc' ? 1 : -1;
  return results.toSorted((a, b) => sign * ((rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0)));
}

function rowOf(service: VulnerabilityService, result: ScanResult): unknown {
  const { id, stage, image, workload, createdAt } = result;
  const findings = service.findingsOf(image);
  const shared = { resultId: id, vulnTotalBySeverity: totalsOf(findings) };
  if (workload !== null) {
    return {
      ...{ ...shared, mainAssetName: nameOf(image), resourceId: image.imageId, sbomId: id },
      scope: scopeOf(result),
      policyEvaluationResult: globalEvaluation(service, image),
      isRiskSpotlightEnabled: true,
      runningVulnTotalBySeverity: totalsOf(runningOf(image, findings)),
    };
  }
  const scanned = {
    ...{ ...shared, imageId: image.imageId, pullString: nameOf(image) },
    createdAt: new Date(createdAt).toISOString(),
  };
  if (stage === 'registry') return { ...scanned, vendor: image.registry };
  return { ...scanned, policyEvaluationResult: globalEvaluation(service, image) };
}
