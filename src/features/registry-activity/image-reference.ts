/** An image's name, taken apart. */
export interface ImageReference {
  /** `us.icr.io/namespace/repository` */
  readonly image: string;
  readonly namespace: string;
  readonly tag: string | null;
  /** `sha256:...` */
  readonly digest: string | null;
}

const pattern =
  /^(?<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?)\/(?<namespace>[^/:@\s]+)(?<path>(?:\/[^/:@\s]+)+)(?::(?<tag>[^:@/\s]+))?(?:@(?<digest>[a-z0-9]+:[0-9a-f]+))?$/i;

/** Takes `HOST/NAMESPACE/REPOSITORY[:TAG][@DIGEST]` apart; null for what is no image's name. */
export function parseImage(text: string | null): ImageReference | null {
  const { host, namespace, path, tag, digest } = pattern.exec(text ?? '')?.groups ?? {};
  if (host === undefined || namespace === undefined) return null;
  const image = `${host}/${namespace}${path}`;
  return { image, namespace, tag: tag ?? null, digest: digest ?? null };
}
