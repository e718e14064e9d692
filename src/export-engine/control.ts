import { type Disk, replaceFile } from './disk.ts';
import { type JobPaths, parseOrNull } from './job-record.ts';

/** What a running worker is asked to do. */
export type Control =
  | { readonly want: 'run' }
  | { readonly want: 'pause' }
  | { readonly want: 'cancel'; readonly keepParts: boolean };

/** Tells the job's worker; it looks a few times a second. */
export function writeControl(disk: Disk, paths: JobPaths, control: Control): Promise<void> {
  return replaceFile(disk, paths.control, `${JSON.stringify(control)}\n`);
}

/** What was last asked for. */
export async function readControl(disk: Disk, paths: JobPaths): Promise<Control> {
  const bytes = await disk.readFile(paths.control);
  const value = bytes === null ? null : parseOrNull(bytes.toString('utf8'));
  if (typeof value !== 'object' || value === null || !('want' in value)) return { want: 'run' };
  if (value.want === 'pause') return { want: 'pause' };
  if (value.want !== 'cancel') return { want: 'run' };
  return { want: 'cancel', keepParts: 'keepParts' in value && value.keepParts === true };
}
