import type { ImageTag } from './on-demand-scan.ts';
import type { RegistryScan } from './regular-scan.ts';

/**
 * The titles of a regular scan (Prisma Cloud API reference, View Registry Scan Progress). Its sample
 * has "1 Defenders" in the first step and "1 Defender" in the second.
 */
export function regularTitles({ registry, discovery, imageScan, defenders }: RegistryScan) {
  const second = defenders === 1 ? 'Defender' : 'Defenders';
  return {
    discovery: `Step 1/2 discovering tags in registry ${registry}: Discovered tags in ${discovery.scanned}/${discovery.total} repositories with ${defenders} Defenders`,
    imageScan: `Step 2/2 scanning images in registry ${registry}: Scanned ${imageScan.scanned}/${imageScan.total} images with ${defenders} ${second}`,
  };
}

/** The titles of an on-demand scan; the reference shows a tag's, the digest's is alike. */
export function onDemandTitles({ repo, tag, digest }: ImageTag) {
  const image = `${repo}, ${tag === '' ? `digest: ${digest}` : `tag: ${tag}`}`;
  return {
    discovery: `Step 1/2 discovering tags in repository: ${image}`,
    imageScan: `Step 2/2 scanning images in repository: ${image}`,
  };
}
