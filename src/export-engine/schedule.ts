import { usageError } from '../core/errors.ts';
import { formatTime } from '../core/time.ts';
import { fileNameOf, folderOf } from './disk.ts';
import type { JobRecord, JobSchedule } from './job-record.ts';
import type { ExportRequest } from './kind.ts';

/** One increment of a schedule. */
export interface Increment {
  readonly request: ExportRequest;
  readonly schedule: JobSchedule;
}

/**
 * The first increment. It ends at the last whole multiple of `everyMs` since 1970 (for 24 h: the
 * last midnight UTC), so that it does not matter when a timer fires.
 *
 * @param request its target is that of all increments
 * @throws ScandeckError `usage` when no whole stretch lies behind us
 */
export function firstIncrement(request: ExportRequest, everyMs: number, id: string): Increment {
  const untilMs = lastEnd(request.untilMs, everyMs);
  if (untilMs <= request.sinceMs) {
    throw usageError(
      `--every has no end between ${formatTime(request.sinceMs)} and ${formatTime(request.untilMs)}`,
      'Let --since go back further: increments end at whole multiples of --every, in UTC.',
    );
  }
  const schedule = { family: id, sequence: 1, everyMs, out: request.out };
  return { schedule, request: { ...request, untilMs, out: incrementPath(request.out, untilMs) } };
}

/** The increment after one that is done; null while it is not due. */
export function nextIncrement(last: JobRecord, nowMs: number): Increment | null {
  const { schedule, request } = last;
  if (schedule === undefined) return null;
  const sinceMs = request.untilMs;
  const untilMs = lastEnd(nowMs, schedule.everyMs);
  if (untilMs <= sinceMs) return null;
  return {
    schedule: { ...schedule, sequence: schedule.sequence + 1 },
    request: { ...request, sinceMs, untilMs, out: incrementPath(schedule.out, untilMs) },
  };
}

/** When the next increment is due, in epoch milliseconds. */
export function dueAt({ request, schedule }: JobRecord): number {
  return request.untilMs + (schedule?.everyMs ?? 0);
}

function lastEnd(nowMs: number, everyMs: number): number {
  return Math.floor(nowMs / everyMs) * everyMs;
}

/**
 * The file of one increment: `{until}` in the name becomes its end (`20261121T000000Z`); without
 * it, the end stands before the name's endings.
 */
export function incrementPath(out: string, untilMs: number): string {
  const stamp = formatTime(untilMs).replaceAll(/[-:]/g, '');
  const name = fileNameOf(out);
  if (name.includes('{until}')) {
    return `${prefixOf(out)}${name.replaceAll('{until}', stamp)}`;
  }
  const at = name.indexOf('.', 1);
  const [stem, endings] = at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at)];
  return `${prefixOf(out)}${stem}-${stamp}${endings}`;
}

function prefixOf(out: string): string {
  const folder = folderOf(out);
  return folder === '/' ? '/' : `${folder}/`;
}
