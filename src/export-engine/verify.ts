import { exitCodes, ScandeckError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';
import type { Disk } from './disk.ts';
import { type Manifest, manifestPath, readManifest } from './manifest.ts';
import { hashOf } from './publish.ts';

/** How a file compares with its manifest. */
export interface Verification {
  readonly file: string;
  readonly ok: boolean;
  /** By the manifest. */
  readonly rows: number;
  /** Found. */
  readonly bytes: number | null;
  /** Found. */
  readonly sha256: string | null;
  /** What differs, in words. */
  readonly problems: readonly string[];
}

/**
 * Compares a file with the manifest beside it; null when there is none.
 *
 * @throws ScandeckError `manifest-damaged` when there is something else in its place
 */
export async function verifyFile(disk: Disk, path: string): Promise<Verification | null> {
  const beside = manifestPath(path);
  const manifest = await readManifest(disk, beside);
  if (manifest === null) {
    if ((await disk.stat(beside)) === null) return null;
    throw new ScandeckError(`${safeText(beside, 300)} is no manifest that can be read`, {
      ...{ code: 'manifest-damaged', who: 'environment', exitCode: exitCodes.incomplete },
      hint: 'Nothing tells any more what the file has to hold: export it anew.',
      retryable: false,
    });
  }
  const stat = await disk.stat(path);
  if (stat === null || stat.isFolder) {
    return verdict(path, manifest, { bytes: null, sha256: null, lines: 0 });
  }
  let lines = 0;
  const sha256 = await hashOf(disk, path, (chunk) => {
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) lines += 1;
  });
  return verdict(path, manifest, { bytes: stat.size, sha256, lines });
}

interface Found {
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly lines: number;
}

function verdict(path: string, manifest: Manifest, { bytes, sha256, lines }: Found): Verification {
  const { rows, format, gzip } = manifest;
  const problems: string[] = [];
  if (bytes === null) problems.push('the file is missing');
  else {
    if (bytes !== manifest.bytes) problems.push(`${bytes} bytes instead of ${manifest.bytes}`);
    if (sha256 !== manifest.sha256) problems.push('its SHA-256 is another one');
    // The one format in which a line is a row for certain.
    if (format === 'ndjson' && !gzip && lines !== rows)
      problems.push(`${lines} rows instead of ${rows}`);
  }
  return { file: path, ok: problems.length === 0, rows, bytes, sha256, problems };
}
