import { type CatalogueImage, nameOf } from '../catalogue.ts';
import { findingsOf } from '../catalogue-findings.ts';
import { jsonAnswer, type SimAnswer, type SimRequest } from '../exchange.ts';
import { lastScannedAt, type PrismaConsole } from './prisma-console.ts';
import { countIn, flagIn, refusal } from './refusals.ts';
import { distributionOf, resultRow, riskOf } from './result-row.ts';

/** No page is longer (Prisma Cloud API reference, restrictions). */
const pageRows = 50;

/**
 * `GET registry`: the images' scan results, a page at a time; `null` when there are none, and the
 * number of all of them in `Total-Count`.
 *
 * @throws Refusal
 */
export function answerResults(prisma: PrismaConsole, request: SimRequest): SimAnswer {
  const { page, total } = askedImages(prisma, request);
  const compact = flagIn(request.query, 'compact');
  const rows = page.map((image) => resultRow(prisma, image, compact));
  return jsonAnswer(rows.length === 0 ? null : rows, { 'total-count': String(total) });
}

/** `GET registry/names`: the names of the same images alone. @throws Refusal */
export function answerNames(prisma: PrismaConsole, request: SimRequest): SimAnswer {
  return jsonAnswer(askedImages(prisma, request).page.map(nameOf));
}

function askedImages(prisma: PrismaConsole, request: SimRequest) {
  const user = prisma.credentials.check(request, 'monitorImages');
  if (!prisma.listLimit.admit(user.name)) throw refusal(429, 'too many requests');
  const { query } = request;
  const offset = countIn(query, 'offset', 0);
  const limit = Math.min(pageRows, countIn(query, 'limit', pageRows));
  const images = sorted(prisma, query, prisma.catalogue.images.filter(filterOf(query)));
  return { page: images.slice(offset, offset + limit), total: images.length };
}

const listFilters: Readonly<Record<string, (image: CatalogueImage) => string>> = {
  name: nameOf,
  repository: ({ repo }) => repo,
  registry: ({ registry }) => registry,
  id: ({ imageId }) => imageId,
  imageID: ({ imageId }) => imageId,
};

/** Filters of several values let any of them pass; filters beside each other must all agree. */
function filterOf(query: URLSearchParams): (image: CatalogueImage) => boolean {
  const search = (query.get('search') ?? '').toLowerCase();
  const filters = Object.entries(listFilters).flatMap(([name, partOf]) => {
    const wanted = query
      .getAll(name)
      .flatMap((text) => text.split(','))
      .filter(Boolean);
    return wanted.length === 0 ? [] : [(image: CatalogueImage) => wanted.includes(partOf(image))];
  });
  return (image) =>
    nameOf(image).toLowerCase().includes(search) && filters.every((accepts) => accepts(image));
}

/** By name, unless a known column is named. @throws Refusal 400 */
function sorted(
  prisma: PrismaConsole,
  query: URLSearchParams,
  images: readonly CatalogueImage[],
): readonly CatalogueImage[] {
  const rankOf = ranking(prisma, query.get('sort') ?? '');
  const ranked = images.map((image) => ({
    image,
    name: nameOf(image),
    rank: rankOf?.(image) ?? 0,
  }));
  ranked.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
  if (flagIn(query, 'reverse')) ranked.reverse();
  return ranked.map(({ image }) => image);
}

function ranking(prisma: PrismaConsole, column: string) {
  const counts = (image: CatalogueImage) =>
    distributionOf(findingsOf(prisma.seed, image).map(({ severity }) => severity));
  if (column === 'scanTime') return (image: CatalogueImage) => lastScannedAt(prisma, image);
  if (column === 'vulnerabilitiesCount') return (image: CatalogueImage) => counts(image).total;
  if (column === 'vulnerabilityRiskScore') return (image: CatalogueImage) => riskOf(counts(image));
  return null;
}
