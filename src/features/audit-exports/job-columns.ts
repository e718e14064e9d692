import type { Column } from '../../core/table.ts';
import { formatTime } from '../../core/time.ts';
import type { JobRow } from '../../export-engine/job-state.ts';
import type { JobWindow } from '../../export-engine/jobs.ts';

/** The columns of `export list`. */
export const jobColumns: readonly Column<JobRow>[] = [
  { name: 'id', header: 'Job', isWhole: true, value: ({ id }) => id },
  { name: 'kind', header: 'Kind', isOptional: true, value: ({ kind }) => kind },
  { name: 'state', header: 'State', isWhole: true, value: ({ state }) => state },
  { name: 'rows', header: 'Rows', align: 'right', isWhole: true, value: ({ rows }) => rows },
  {
    name: 'windows',
    header: 'Windows',
    value: ({ windows: { done, total } }) => `${done}/${total ?? '?'}`,
  },
  {
    ...{ name: 'ratePerSecond', header: 'Rows/s', align: 'right', isOptional: true },
    value: ({ ratePerSecond }) => ratePerSecond,
  },
  {
    ...{ name: 'etaSeconds', header: 'Left s', align: 'right', isOptional: true },
    value: ({ etaSeconds }) => etaSeconds,
  },
  { name: 'waitingFor', header: 'Waits for', value: ({ waitingFor }) => waitingFor },
  { name: 'since', header: 'Since', isOptional: true, value: ({ since }) => since },
  { name: 'until', header: 'Until', isOptional: true, value: ({ until }) => until },
  { name: 'format', header: 'Format', isOptional: true, value: ({ format }) => format },
  { name: 'out', header: 'Target', maxWidth: 60, value: ({ out }) => out },
  { name: 'error', header: 'Error', maxWidth: 60, value: ({ error }) => error },
  { name: 'createdAt', header: 'Created', isOptional: true, value: ({ createdAt }) => createdAt },
  { name: 'updatedAt', header: 'Updated', isOptional: true, value: ({ updatedAt }) => updatedAt },
];

/** A window of `export show`. */
export interface WindowRow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly state: string;
  readonly rows: number;
  readonly firstId: string | null;
  readonly lastId: string | null;
  readonly retries: number;
  readonly duplicatesDropped: number;
  readonly undecodable: number;
  readonly waitingFor: string | null;
}

/** A window as the record that programs get. */
export function windowRow({ window, state, stage, wait }: JobWindow): WindowRow {
  const { rows, firstId, lastId, retries, duplicates, undecodable } = state;
  return {
    ...{ id: window.id, from: formatTime(window.fromMs), to: formatTime(window.toMs) },
    ...{ state: stage, rows, firstId, lastId, retries, duplicatesDropped: duplicates, undecodable },
    waitingFor: wait?.for ?? null,
  };
}

/** The columns of `export show`. */
export const windowColumns: readonly Column<WindowRow>[] = [
  { name: 'id', header: 'Window', value: ({ id }) => id },
  { name: 'from', header: 'From', isWhole: true, value: ({ from }) => from },
  { name: 'to', header: 'To', isOptional: true, value: ({ to }) => to },
  { name: 'state', header: 'State', value: ({ state }) => state },
  { name: 'rows', header: 'Rows', align: 'right', value: ({ rows }) => rows },
  { name: 'firstId', header: 'First', isOptional: true, value: ({ firstId }) => firstId },
  { name: 'lastId', header: 'Last', isOptional: true, value: ({ lastId }) => lastId },
  { name: 'retries', header: 'Retries', align: 'right', value: ({ retries }) => retries },
  {
    ...{ name: 'duplicatesDropped', header: 'Doubles', align: 'right', isOptional: true },
    value: ({ duplicatesDropped }) => duplicatesDropped,
  },
  {
    ...{ name: 'undecodable', header: 'Unread', align: 'right', isOptional: true },
    value: ({ undecodable }) => undecodable,
  },
  { name: 'waitingFor', header: 'Waits for', value: ({ waitingFor }) => waitingFor },
];
