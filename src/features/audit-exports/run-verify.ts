import { isAbsolute, join } from 'node:path';
import { type ExitCode, exitCodes, usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { nodeDisk } from '../../export-engine/node-disk.ts';
import { verifyFile } from '../../export-engine/verify.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { programOf } from './job-program.ts';

/** `scandeck export verify`: one record; exits with 5 when the file is not what was exported. */
export async function runVerify(
  context: CommandContext,
  { arguments: [file = ''] }: CommandInput,
): Promise<ExitCode> {
  const path = isAbsolute(file) ? file : join(programOf(context).workFolder, file);
  const found = await verifyFile(nodeDisk, path);
  if (found === null) {
    throw usageError(
      `${safeText(file, 200)} has no manifest beside it`,
      `An export writes ${safeText(file, 200)}.manifest.json.`,
    );
  }
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
