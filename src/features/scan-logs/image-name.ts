import type { LogImage } from './model.ts';

/**
 * Splits an image's full tag into its parts, as container tools read it: what stands before the
 * first slash is a registry only when it looks like a host. What is not in it stays null.
 *
 * @param fullTag `registry/repository:tag`, or `registry/repository@sha256:...`
 * @param digest the manifest's, where the row tells it beside the tag
 */
export function imageOf(fullTag: string | null, digest: string | null): LogImage {
  const [name = '', inName] = (fullTag ?? '').split('@');
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(0, slash));
  const isHost = /[.:]/.test(first) || first === 'localhost';
  const path = isHost ? name.slice(slash + 1) : name;
  const colon = path.indexOf(':', path.lastIndexOf('/') + 1);
  return {
    fullTag,
    registry: isHost ? first : null,
    repository: (colon < 0 ? path : path.slice(0, colon)) || null,
    tag: (colon < 0 ? '' : path.slice(colon + 1)) || null,
    digest: digest ?? (inName || null),
  };
}
