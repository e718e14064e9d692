import { type CatalogueImage, nameOf } from '../catalogue.ts';
import type { Finding } from '../catalogue-findings.ts';
import { jsonAnswer, Refusal, type SimAnswer, type SimRequest, textAnswer } from '../exchange.ts';
import { badQuery } from './result-list-call.ts';
import { globalEvaluation, type VulnerabilityService } from './vulnerability-service.ts';

/** `GET /api/scanning/v1/results` of the retired engine. @throws Refusal 400 */
export function answerScanningResults(
  service: VulnerabilityService,
  { query }: SimRequest,
): SimAnswer {
  const { offset, limit } = pageIn(query, 20);
  const word = query.get('filter') ?? '';
  const found = service.images.filter((image) => nameOf(image).includes(word));
  const canLoadMore = offset + limit < found.length;
  return jsonAnswer({
    options: { sort: 'desc', sortBy: 'scanDate', offset, limit, canLoadMore },
    results: found.slice(offset, offset + limit).map((image) => resultOf(service, image)),
    totalRows: found.length,
    metadata: { total: found.length },
  });
}

function resultOf(service: VulnerabilityService, image: CatalogueImage): unknown {
  const seconds = Math.floor(image.pushedAt / 1000);
  const { registry, repo: repository, tag } = image;
  return {
    ...{ analysisStatus: 'analyzed', analyzedAt: seconds + 600, createdAt: seconds },
    ...{ fullTag: nameOf(image), imageDigest: image.digest, parentDigest: image.digest },
    ...{ imageId: bareId(image), tagDetectedAt: seconds, registry, repository, tag },
    policyStatus: globalEvaluation(service, image) === 'failed' ? 'STOP' : 'PASS',
  };
}

const bareId = ({ imageId }: CatalogueImage) => imageId.slice('sha256:'.length);

/** `GET /api/scanning/v1/images/{digest}/vulnDirect/{type}`. @throws Refusal 400, 404 */
export function answerVulnerabilities(
  service: VulnerabilityService,
  { query }: SimRequest,
  { key, type }: { readonly key: string; readonly type: string },
): SimAnswer {
  const image = imageOf(service, key);
  if (!/^(os|non-os|all)$/.test(type)) throw badQuery('unknown vulnerability type');
  const { offset, limit } = pageIn(query, 100);
  const isWanted = ({ package: { type: family } }: Finding) =>
    type === 'all' || (family === 'os') === (type === 'os');
  const found = service.findingsOf(image).filter(isWanted);
  return jsonAnswer({
    ...{ imageDigest: image.digest, vtype: type },
    vulns: found.slice(offset, offset + limit).map(vulnerabilityOf),
    canLoadMore: offset + limit < found.length,
  });
}

function vulnerabilityOf(finding: Finding): unknown {
  const { cve, severity, fixedIn, cvss, package: item } = finding;
  return {
    ...{ vuln: cve, severity: `${severity.slice(0, 1).toUpperCase()}${severity.slice(1)}` },
    ...{ package: `${item.name}-${item.version}`, package_name: item.name },
    ...{ package_version: item.version, package_type: item.type, package_path: '' },
    ...{ package_cpe: 'None', fix: fixedIn ?? 'None', feed: 'vulnerabilities' },
    ...{ url: `https://nvd.nist.gov/vuln/detail/${cve}`, feed_group: 'nvd' },
    exploitable: cvss >= 9.5,
    nvd_data: [{ id: cve, cvss_v2: null, cvss_v3: { base_score: cvss } }],
    disclosure_date: new Date(finding.publishedAt).toISOString(),
    solution_date: null,
  };
}

/** `GET /api/scanning/v1/images/{digest}/policyEvaluation`. @throws Refusal 400, 404 */
export function answerPolicyEvaluation(
  service: VulnerabilityService,
  { query }: SimRequest,
  key: string,
): SimAnswer {
  const image = imageOf(service, key);
  if ((query.get('tag') ?? '') === '') throw badQuery('tag is required');
  const bad = service.findingsOf(image).filter(({ severity }) => severity === 'critical');
  const isFailed = globalEvaluation(service, image) === 'failed';
  const ruleResults = bad.map(({ cve, package: { name } }) => {
    const checkOutput = `CRITICAL Vulnerability found in os package type - ${name} (${cve})`;
    return { checkOutput, gateAction: isFailed ? 'stop' : 'warn' };
  });
  const counts = { nStop: isFailed ? bad.length : 0, nWarn: isFailed ? 0 : bad.length };
  return jsonAnswer({
    ...{ imageDigest: image.digest, imageId: bareId(image), status: isFailed ? 'STOP' : 'PASS' },
    ...{ ...counts, at: Math.floor(image.pushedAt / 1000) + 600 },
    results: [
      {
        ...{ policyId: 'default', policyName: 'DefaultPolicy', ...counts },
        gateResults: [{ gate: 'vulnerabilities', ...counts, ruleResults }],
      },
    ],
  });
}

/** The image with this digest or id. @throws Refusal 404 */
function imageOf({ images }: VulnerabilityService, key: string): CatalogueImage {
  const word = decodeURIComponent(key);
  const found = images.find((image) => image.digest === word || bareId(image) === word);
  if (found !== undefined) return found;
  throw new Refusal({ ...jsonAnswer({ message: 'image not found in DB' }), status: 404 });
}

function pageIn(query: URLSearchParams, usual: number) {
  const number = (name: string, fallback: number) => {
    const text = query.get(name) ?? String(fallback);
    if (!/^\d{1,6}$/.test(text)) throw badQuery(`${name} is not a number`);
    return Number(text);
  };
  return { offset: number('offset', 0), limit: number('limit', usual) };
}

/** What an instance without the engine answers. */
export const retired: SimAnswer = textAnswer(410, 'the legacy scanning engine has been retired\n');
