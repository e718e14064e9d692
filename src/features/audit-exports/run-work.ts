import type { Session } from '../../api/session.ts';
import type { SourceId } from '../../api/types.ts';
import { type ExitCode, exitCodes, ScandeckError, usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { formatTime } from '../../core/time.ts';
import { jobsFolder } from '../../export-engine/jobs.ts';
import type { ExportKind, ExportOffer } from '../../export-engine/kind.ts';
import { nodeDisk } from '../../export-engine/node-disk.ts';
import { runWorker, type WorkerEnd } from '../../export-engine/worker.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { programOf } from './job-program.ts';

/** `scandeck export work`: what the program starts itself with, in the background. */
export async function runWork(
  context: CommandContext,
  { arguments: [id = ''] }: CommandInput,
  offers: readonly ExportOffer[],
): Promise<ExitCode> {
  const { clock, signal, session, narrate } = context;
  const { stateFolder, processes, version } = programOf(context);
  let opened: Session | null = null;
  let source: SourceId | null = null;
  const end = await runWorker({
    ...{ disk: nodeDisk, clock, signal, processes, version },
    folder: `${jobsFolder(stateFolder)}/${id}`,
    kind: async (name) => {
      const kind = await kindOf(offers, name);
      source = kind.source;
      return kind;
    },
    session: async () => {
      opened = await session();
      return opened;
    },
    blockedUntil: () => blockedUntil(opened, source),
    log: (line) => narrate(`${formatTime(clock.now())} ${line}`),
  });
  if (end.state === 'held') narrate(`another worker has the job: ${end.holder.path}`);
  return exitCodeOf(end);
}

function blockedUntil(session: Session | null, source: SourceId | null): number | null {
  if (session === null || source === null || !session.has(source)) return null;
  return session.client(source).budget().blockedUntil;
}

async function kindOf(offers: readonly ExportOffer[], name: string): Promise<ExportKind> {
  const offer = offers.find(({ kind }) => kind === name);
  if (offer !== undefined) return offer.load();
  throw usageError(`${safeText(name, 60)} is no kind of export`, 'See `scandeck export --help`.');
}

function exitCodeOf(end: WorkerEnd): ExitCode {
  if (end.state === 'done') return exitCodes.done;
  if (end.state !== 'failed') return exitCodes.incomplete;
  return end.error instanceof ScandeckError ? end.error.exitCode : exitCodes.refused;
}
