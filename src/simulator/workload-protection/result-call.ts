import { type CatalogueImage, nameOf, sha256 } from '../catalogue.ts';
import { type CataloguePackage, type Finding, packagesOf } from '../catalogue-findings.ts';
import { jsonAnswer, Refusal, type SimAnswer } from '../exchange.ts';
import { between } from '../random.ts';
import {
  evaluationsOf,
  globalEvaluation,
  isRunning,
  type ScanResult,
  type VulnerabilityService,
} from './vulnerability-service.ts';

/** `GET /secure/vulnerability/v1/results/{resultId}`. @throws Refusal 404 */
export function answerResult(service: VulnerabilityService, id: string): SimAnswer {
  const result = service.find(id);
  if (result === undefined) {
    const body = { type: 'resource_not_found', message: 'scan result not found', details: [] };
    throw new Refusal({ ...jsonAnswer(body), status: 404 });
  }
  return jsonAnswer(bodyOf(service, result));
}

function bodyOf(service: VulnerabilityService, { image, stage, createdAt }: ScanResult): unknown {
  const findings = service.findingsOf(image);
  const packages = packagesOf(service.seed, image);
  const producedAt = new Date(createdAt).toISOString();
  return {
    ...{ assetType: 'containerImage', stage, metadata: metadataOf(service, image) },
    packages: keyed(packages, packageRef, (item) => packageOf(image, item, findings)),
    vulnerabilities: keyed(findings, findingRef, vulnerabilityOf),
    layers: layersOf(image),
    baseImages: {},
    policies: {
      globalEvaluation: globalEvaluation(service, image),
      evaluations: evaluationsOf(service, image).map(({ name, evaluation }) => ({
        ...{ name, identifier: name.toLowerCase().replaceAll(' ', '-'), evaluation, bundles: [] },
      })),
    },
    riskAccepts: {},
    producer: { producedAt },
  };
}

const keyed = <T>(
  items: readonly T[],
  refOf: (item: T) => string,
  bodyOfItem: (item: T) => unknown,
) => Object.fromEntries(items.map((item) => [refOf(item), bodyOfItem(item)]));

const packageRef = ({ type, name }: CataloguePackage) => sha256(type, name).slice(0, 12);
const findingRef = (finding: Finding) =>
  sha256(finding.cve, packageRef(finding.package)).slice(0, 12);

function metadataOf({ seed }: VulnerabilityService, image: CatalogueImage) {
  return {
    ...{ pullString: nameOf(image), imageId: image.imageId, digest: image.digest },
    ...{ baseOs: image.distro, os: 'linux', architecture: 'amd64', labels: {} },
    size: between(5_000_000, 400_000_000, seed, image.digest, 'size'),
    createdAt: new Date(image.pushedAt).toISOString(),
  };
}

/** A package without vulnerabilities has null where others have a list. */
function packageOf(
  image: CatalogueImage,
  item: CataloguePackage,
  findings: readonly Finding[],
): unknown {
  const own = findings.filter((finding) => packageRef(finding.package) === packageRef(item));
  const fix = own.find(({ fixedIn }) => fixedIn !== null)?.fixedIn ?? null;
  return {
    ...{ type: item.type, name: item.name, version: item.version, path: '', isRemoved: false },
    ...{ isRunning: isRunning(image, item.name), license: '', suggestedFix: fix },
    ...{ layerRef: 'layer-0', riskAcceptRefs: null },
    vulnerabilitiesRefs: own.length === 0 ? null : own.map(findingRef),
  };
}

function vulnerabilityOf(finding: Finding): unknown {
  const { cve, severity, cvss, fixedIn, publishedAt } = finding;
  const disclosureDate = dateOf(publishedAt);
  const isExploited = cvss >= 9.5;
  return {
    ...{ name: cve, severity, cvssScore: { version: '3.1', score: cvss, vector: '' } },
    ...{ exploitable: isExploited, fixVersion: fixedIn, disclosureDate },
    ...(isExploited ? { exploit: { publicationDate: disclosureDate, links: [] } } : {}),
    solutionDate: fixedIn === null ? null : dateOf(publishedAt + 14 * 86_400_000),
    ...{ mainProvider: 'nvd', packageRef: packageRef(finding.package), riskAcceptRefs: null },
    providersMetadata: {},
    cisaKev: null,
  };
}

const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function layersOf({ digest }: CatalogueImage): unknown {
  const layer = { digest: `sha256:${sha256(digest, 'layer')}`, size: 3_400_000 };
  return { 'layer-0': { ...layer, command: 'ADD file:… in /', baseImagesRef: null } };
}
