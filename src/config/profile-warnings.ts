import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { safeText } from '../core/safe-text.ts';
import { isThisMachine } from './base-url.ts';
import { fromFolder } from './paths.ts';

/** What of a source's settings may be meant otherwise. */
export interface SourceLook {
  readonly url?: unknown;
  readonly tls?: { readonly caFile?: string };
}

/**
 * What is good to know of a source that was just added, and would else come up with its first call.
 *
 * @param file the config file: relative paths in it start in its folder
 */
export function sourceWarnings({ url, tls }: SourceLook, file: string): readonly string[] {
  const warnings: string[] = [];
  const site = typeof url === 'string' ? URL.parse(url) : null;
  if (site?.protocol === 'http:' && !isThisMachine(site)) {
    warnings.push('plain HTTP: whoever is on the way can read the credentials; write https://');
  }
  const caFile = tls?.caFile === undefined ? null : fromFolder(tls.caFile, dirname(file));
  if (caFile !== null && !isReadable(caFile)) {
    warnings.push(`the CA file ${safeText(caFile, 300)} can't be read yet`);
  }
  return warnings;
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
