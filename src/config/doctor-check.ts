import type { SourceId } from '../api/types.ts';
import { type ExitCode, exitCodes, isAbort, ScandeckError } from '../core/errors.ts';
import type { Column } from '../core/table.ts';

/** What a check found that is no failure. */
export interface Finding {
  readonly state: 'ok' | 'warn' | 'skipped';
  /** Safe to print. */
  readonly detail: string;
  readonly hint?: string;
}

/** One thing to find out about a source. */
export interface Check {
  readonly name: string;
  /** Failing it leaves a part of the pane empty, so it is a warning, and later checks go on. */
  readonly optional?: boolean;
  /** @throws ScandeckError when it fails */
  readonly run: () => Promise<Finding>;
}

/** A record of `scandeck doctor`. */
export interface CheckRow {
  readonly source: SourceId;
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail' | 'skipped';
  readonly detail: string;
  readonly hint: string | null;
}

/** The columns of `scandeck doctor`. */
export const checkColumns: readonly Column<CheckRow>[] = [
  { name: 'source', header: 'SOURCE', value: (row) => row.source },
  { name: 'check', header: 'CHECK', value: (row) => row.check },
  { name: 'state', header: 'STATE', value: (row) => row.state },
  { name: 'detail', header: 'DETAIL', value: (row) => row.detail },
  { name: 'hint', header: 'HINT', value: (row) => row.hint },
];

/** A row, and the exit code of a failure. */
export interface Outcome {
  readonly row: CheckRow;
  readonly exitCode: ExitCode;
}

/** Runs a source's checks one after the other; after a failure the rest is skipped. */
export async function* runChecks(
  source: SourceId,
  checks: readonly Check[],
): AsyncGenerator<Outcome> {
  let failed: string | null = null;
  for (const check of checks) {
    const outcome: Outcome =
      failed === null ? await runCheck(source, check) : skipped(source, check.name, failed);
    if (outcome.row.state === 'fail') failed = check.name;
    yield outcome;
  }
}

async function runCheck(source: SourceId, check: Check): Promise<Outcome> {
  try {
    const { state, detail, hint = null } = await check.run();
    return { row: { source, check: check.name, state, detail, hint }, exitCode: exitCodes.done };
  } catch (error) {
    if (isAbort(error) || !(error instanceof ScandeckError)) throw error;
    const state = check.optional === true ? 'warn' : 'fail';
    const row = {
      source,
      check: check.name,
      state,
      detail: error.message,
      hint: error.hint ?? null,
    };
    return { row: { ...row, state }, exitCode: state === 'fail' ? error.exitCode : exitCodes.done };
  }
}

function skipped(source: SourceId, check: string, failed: string): Outcome {
  const detail = `not tried, since ${failed} failed`;
  return { row: { source, check, state: 'skipped', detail, hint: null }, exitCode: exitCodes.done };
}
