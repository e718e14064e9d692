import { counted } from '../../core/count-text.ts';
import { type ExitCode, exitCodes } from '../../core/errors.ts';
import { formatTime } from '../../core/time.ts';
import type { ExportKind, ExportOffer, ExportRequest } from '../../export-engine/kind.ts';
import { streamExport } from '../../export-engine/stream.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { checkRequest, everyOf, isAhead, requestOf, targetDoubt } from './export-request.ts';
import { followJob, interruptedBy, lackText, notWhole } from './follow-job.ts';
import { jobsOf, programOf } from './job-program.ts';

/** `scandeck export KIND`. */
export async function runExport(
  context: CommandContext,
  input: CommandInput,
  offer: ExportOffer,
): Promise<ExitCode> {
  const { clock, narrate } = context;
  const folder = programOf(context).workFolder;
  const everyMs = everyOf(input);
  const nowMs = clock.now();
  const read = (openedBy: readonly string[]) =>
    requestOf(input, offer, { nowMs, folder, openedBy });
  // Options are judged before a config file is.
  const asked = read([]);
  const kind = await offer.load();
  checkRequest(kind, asked);
  if (isAhead(input, nowMs)) narrate(`--until is ahead: the export ends at ${formatTime(nowMs)}`);
  const session = await context.session();
  const request = read(session.openedBy);
  if (request.out === '-') return toStdout(context, kind, request);
  if (!session.has(offer.source)) session.client(offer.source);
  const jobs = jobsOf(context);
  const name = typeof input.options.name === 'string' ? input.options.name : undefined;
  const doubt = targetDoubt(request);
  if (doubt !== null) narrate(doubt);
  const { id } = await jobs.start(request, { name, everyMs });
  if (input.options.detach !== true) return followJob(context, jobs, id);
  await context.write(`${id}\n`);
  narrate(`Follow it with: scandeck export follow ${id}`);
  return exitCodes.done;
}

async function toStdout(
  context: CommandContext,
  kind: ExportKind,
  request: ExportRequest,
): Promise<ExitCode> {
  const { clock, signal, write, narrate } = context;
  const session = await context.session();
  const stream = { kind, request, session, clock, signal, write, narrate };
  const end = await streamExport(stream).catch((error: unknown) => {
    // A reader that has seen enough needs no words.
    if (interruptedBy(signal) !== null) {
      narrate('Stopped: not all was written. With --out FILE an export can be resumed.');
    }
    throw error;
  });
  narrate(counted(end.rows, 'row'));
  if (end.duplicates > 0) narrate(`${counted(end.duplicates, 'duplicate')} left out`);
  const unread = `${counted(end.undecodable, 'row')} could not be read`;
  const lacks = [...(end.undecodable === 0 ? [] : [unread]), ...end.warnings];
  if (lacks.length === 0) return exitCodes.done;
  throw notWhole({
    message: lackText(lacks),
    hint: 'With --out FILE, such rows are kept in a file of their own, and what is known in a manifest.',
    exitCode: exitCodes.incomplete,
  });
}
