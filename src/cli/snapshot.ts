import { type ExitCode, exitCodes, usageError } from '../core/errors.ts';
import type { CommandContext, Feature } from '../features/feature.ts';
import { type ErrorReport, reportError } from './error-report.ts';
import type { Format } from './format.ts';
import { mergeRecords } from './merged-records.ts';

/** What a snapshot needs beside the context. */
export interface SnapshotOptions {
  readonly features: readonly Feature[];
  readonly format: Format;
  /** Prints an error of one source. */
  readonly tellError: (report: ErrorReport) => void;
}

/**
 * Prints the present state of every source of the profile once.
 *
 * @returns 5 when some sources failed, the first failure's code when all did
 * @throws ScandeckError `config`, `usage`; what stops a command: an abort, an unwritable stdout
 */
export async function printSnapshot(
  context: CommandContext,
  { features, format, tellError }: SnapshotOptions,
): Promise<ExitCode> {
  const session = await context.session();
  const configured = features.filter(({ source }) => session.has(source));
  const merged = format === 'json' ? mergeRecords(context.records) : null;
  const shared = merged === null ? context : { ...context, records: merged.records };
  const failures: ErrorReport[] = [];
  let shown = 0;
  for (const { title, vendor, snapshot } of configured) {
    if (snapshot === undefined) {
      context.narrate(`${title} (${vendor}): not built yet`);
      continue;
    }
    context.narrate(`${title} (${vendor}), profile ${session.profile}`);
    const failure = await attempt(() => snapshot(shared), context.signal);
    if (failure === null) shown += 1;
    else failures.push(failure);
    if (failure !== null) tellError(failure);
  }
  if (shown + failures.length === 0) throw nothingToShow(session.profile);
  if (shown > 0) await merged?.end(failures.map(({ lines }) => lines[0] ?? ''));
  if (failures.length === 0) return exitCodes.done;
  return shown > 0 ? exitCodes.incomplete : (failures[0]?.exitCode ?? exitCodes.refused);
}

async function attempt(run: () => Promise<void>, signal: AbortSignal): Promise<ErrorReport | null> {
  try {
    await run();
    return null;
  } catch (error) {
    if (signal.aborted) throw error;
    return reportError(error);
  }
}

function nothingToShow(profile: string) {
  return usageError(
    `the profile ${profile} has no source that can be shown`,
    'Add one with `scandeck profile add`, or see `scandeck demo`.',
  );
}
