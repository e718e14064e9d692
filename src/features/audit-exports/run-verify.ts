import { isAbsolute, join } from 'node:path';
import { type ExitCode, exitCodes, type ScandeckError, usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { tellingDisk } from '../../export-engine/disk-error.ts';
import { manifestPath } from '../../export-engine/manifest.ts';
import { nodeDisk } from '../../export-engine/node-disk.ts';
import { verifyFile } from '../../export-engine/verify.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { programOf } from './job-program.ts';

const disk = tellingDisk(nodeDisk, { next: 'verify it again', exitCode: exitCodes.usage });

/** `scandeck export verify`: one record; exits with 5 when the file is not what was exported. */
export async function runVerify(
  context: CommandContext,
  { arguments: [file = ''] }: CommandInput,
): Promise<ExitCode> {
  const path = isAbsolute(file) ? file : join(programOf(context).workFolder, file);
  const found = await verifyFile(disk, path);
  if (found === null) throw await noManifest(path, safeText(file, 200));
  const writer = context.records<typeof found>([
    { name: 'file', header: 'File', value: (row) => row.file },
    { name: 'ok', header: 'OK', value: ({ ok }) => ok },
    { name: 'rows', header: 'Rows', align: 'right', value: ({ rows }) => rows },
    { name: 'bytes', header: 'Bytes', align: 'right', value: ({ bytes }) => bytes },
    { name: 'sha256', header: 'SHA-256', value: ({ sha256 }) => sha256 },
    { name: 'problems', header: 'Problems', value: ({ problems }) => problems.join('; ') },
  ]);
  await writer.add([found]);
  await writer.end({ total: 1, warnings: found.problems });
  return found.ok ? exitCodes.done : exitCodes.incomplete;
}

async function noManifest(path: string, shown: string): Promise<ScandeckError> {
  const ending = manifestPath('');
  if (path.endsWith(ending)) {
    const file = shown.slice(0, -ending.length);
    return usageError(`${shown} is a manifest itself`, `Verify its file: ${file}.`);
  }
  if ((await disk.stat(path)) === null) {
    return usageError(`There is no file ${shown}`, 'Name a file that was exported.');
  }
  const hint = `An export writes ${manifestPath(shown)}: without it, nothing tells what belongs there.`;
  return usageError(`${shown} has no manifest beside it`, hint);
}
