import { type CatalogueImage, nameOf } from '../catalogue.ts';
import { emptyAnswer, type SimAnswer, type SimRequest } from '../exchange.ts';
import type { ImageTag } from './on-demand-scan.ts';
import type { PrismaConsole } from './prisma-console.ts';
import { checkImage } from './progress-calls.ts';
import { jsonBody, refusal } from './refusals.ts';
import { specFor } from './registries.ts';

/**
 * `POST registry/scan`: everything without a body, one image with `tag`, on demand with
 * `onDemandScan` (Prisma Cloud API reference, Start a Registry Scan).
 *
 * @throws Refusal
 */
export function answerScan(prisma: PrismaConsole, request: SimRequest): SimAnswer {
  prisma.credentials.check(request, 'manageImages');
  const body = jsonBody(request);
  if (body === undefined) {
    startRegular(prisma);
    return emptyAnswer();
  }
  const { tag, onDemand } = scanRequest(body);
  if (onDemand) startOnDemand(prisma, tag);
  else startRegular(prisma, selected(prisma, tag));
  return emptyAnswer();
}

/** `POST registry/scan/select`: a regular scan of several images or registries. @throws Refusal */
export function answerSelect(prisma: PrismaConsole, request: SimRequest): SimAnswer {
  prisma.credentials.check(request, 'manageImages');
  const body = jsonBody(request);
  if (!Array.isArray(body) || body.length === 0) throw refusal(400, 'bad request: not a list');
  const images = body.flatMap((row) => selected(prisma, scanRequest(row).tag));
  startRegular(prisma, [...new Set(images)]);
  return emptyAnswer();
}

/** `POST registry/stop`: ends the regular scan; on-demand scans go on. @throws Refusal */
export function answerStop(prisma: PrismaConsole, request: SimRequest): SimAnswer {
  prisma.credentials.check(request, 'manageImages');
  const now = prisma.story.now();
  if (prisma.regular.isScanning(now)) prisma.regular.stop(now);
  return emptyAnswer();
}

/** Regular scans can't run side by side. */
function startRegular({ regular, story }: PrismaConsole, images?: readonly CatalogueImage[]): void {
  const now = story.now();
  if (regular.isScanning(now)) throw refusal(400, 'a registry scan is already running');
  regular.start(now, images);
}

function startOnDemand(prisma: PrismaConsole, tag: ImageTag): void {
  checkImage(tag);
  const image = prisma.catalogue.images.find((candidate) => isNamed(candidate, tag));
  if (image === undefined) checkScope(tag);
  prisma.onDemand.start(tag, image, prisma.story.now());
}

/** The images that a regular scan is to scan; without a repository, the registry's. */
function selected({ catalogue }: PrismaConsole, tag: ImageTag): readonly CatalogueImage[] {
  const images = catalogue.images.filter((image) => isNamed(image, tag));
  if (tag.registry === '' && tag.repo === '') throw refusal(400, 'bad request: no image is named');
  if (images.length > 0) return images;
  if (tag.repo !== '') checkScope(tag);
  throw refusal(404, 'no such image');
}

function checkScope(tag: ImageTag): void {
  if (specFor(tag.repo, tag.registry) !== undefined) return;
  const name = nameOf(tag);
  throw refusal(400, `bad request: ${name} is not in the scope of a configured registry`);
}

/** Whether the request means this image: what it leaves out is not asked for. */
function isNamed(image: CatalogueImage, { registry, repo, tag, digest }: ImageTag): boolean {
  return (
    (registry === '' || image.registry === registry) &&
    (repo === '' || image.repo === repo) &&
    (tag === '' || image.tag === tag) &&
    (digest === '' || image.digest === digest)
  );
}

/** `shared.RegistryScanRequest`, as far as it is known. @throws Refusal 400 */
function scanRequest(body: unknown): { readonly tag: ImageTag; readonly onDemand: boolean } {
  if (!isObject(body)) throw refusal(400, 'bad request: not an object');
  const onDemand = body.onDemandScan ?? false;
  if (typeof onDemand !== 'boolean') throw refusal(400, 'bad request: onDemandScan is no boolean');
  const tag = body.tag ?? {};
  if (!isObject(tag)) throw refusal(400, 'bad request: tag is not an object');
  const text = (name: string): string => {
    const value = tag[name] ?? '';
    if (typeof value === 'string') return value;
    throw refusal(400, `bad request: tag.${name} is not a string`);
  };
  return {
    tag: {
      registry: text('registry'),
      repo: text('repo'),
      tag: text('tag'),
      digest: text('digest'),
    },
    onDemand,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
