import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test's own. */
export interface TempFolder {
  readonly path: string;
  file(name: string): string;
  remove(): void;
}

/** Creates a folder; the test removes it. */
export function createTempFolder(): TempFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'scandeck-config-')));
  return {
    path,
    file: (name) => join(path, name),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
