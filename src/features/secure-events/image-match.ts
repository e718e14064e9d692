import type { WireResult } from '../../api/workload-protection/vulnerability-schema.ts';
import type { ImageResult, ImageWish } from './vulnerability-model.ts';

type Match = ImageResult['match'];

/** How sure a match is, the surest first. */
const sureness: readonly Match[] = ['digest', 'image-id', 'name', 'workload'];

/** Which of a wish and a result are the same; null when it is another image. */
export function matchOf(wish: ImageWish, result: WireResult): Match | null {
  const { imageId, name } = result;
  if (wish.digest && imageId === wish.digest) return 'digest';
  if (wish.imageId && imageId !== null && isSameId(imageId, wish.imageId)) return 'image-id';
  if (wish.image && name !== null && isSameName(name, wish.image)) return 'name';
  return isInScope(wish, result) ? 'workload' : null;
}

/** The surest first; results that are alike stay in the vendor's order. */
export function bySureness(a: ImageResult, b: ImageResult): number {
  return sureness.indexOf(a.match) - sureness.indexOf(b.match);
}

/** Events carry the first 12 digits of an image's id. */
function isSameId(id: string, wanted: string): boolean {
  const digits = (text: string) => text.replace(/^sha256:/, '');
  return digits(wanted).length >= 12 && digits(id).startsWith(digits(wanted));
}

/** `nginx:latest` is also `docker.io/library/nginx:latest`; a name without a tag is any of its tags. */
function isSameName(name: string, wanted: string): boolean {
  const [found, asked] = [name.toLowerCase(), wanted.toLowerCase()];
  const untagged = found.replace(/(?:@sha256:[0-9a-f]+|:[^/:]+)$/, '');
  return [found, untagged].some(
    (text) => text === asked || text.endsWith(`/${asked}`) || asked.endsWith(`/${text}`),
  );
}

function isInScope({ cluster, namespace, workload }: ImageWish, { scope }: WireResult): boolean {
  const pairs = [
    [cluster, scope['kubernetes.cluster.name']],
    [namespace, scope['kubernetes.namespace.name']],
    [workload, scope['kubernetes.workload.name']],
  ].filter(([wanted]) => wanted);
  return pairs.length > 0 && pairs.every(([wanted, found]) => wanted === found);
}
