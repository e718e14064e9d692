import { emptyList, type ListState } from '../../core/list.ts';
import type { Companions } from './companions.ts';
import { isStalled } from './estimate.ts';
import type { FormState } from './form.ts';
import { imageName, isDone, type Scan } from './model.ts';
import type { ScanResult } from './scan-result.ts';

/** Whether the rows can be trusted. Times are epoch milliseconds. */
export type LoadState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly asOf: number }
  /** The rows are those of `asOf`; `retrying` is false once polling has ended. */
  | {
      readonly kind: 'stale';
      readonly asOf: number;
      readonly since: number;
      readonly error: unknown;
      readonly retrying: boolean;
    }
  /** No answer ever came. */
  | {
      readonly kind: 'failed';
      readonly since: number;
      readonly error: unknown;
      readonly retrying: boolean;
    };

/** What the result of a finished scan is doing on its way here. */
export type ResultState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly result: ScanResult }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What the pane draws: the list alone, or something in front of it. */
export type ProgressView =
  | { readonly kind: 'list' }
  | { readonly kind: 'detail'; readonly id: string }
  | { readonly kind: 'result'; readonly id: string; readonly result: ResultState }
  | { readonly kind: 'form'; readonly form: FormState };

/** All that the pane shows. */
export interface ProgressSnapshot {
  /** Going ones first, by start; then finished ones, newest first. Dismissed ones are left out. */
  readonly scans: readonly Scan[];
  /** Ids of those that pass the filter, in the same order. */
  readonly visible: readonly string[];
  readonly list: ListState;
  readonly view: ProgressView;
  readonly load: LoadState;
  /** Last errors and queued specs; null where permission or answer is missing. */
  readonly companions: Companions | null;
  readonly filter: { readonly text: string; readonly error: string | null };
}

/** Going and waiting scans by their start, then ended ones, newest first. */
export function orderScans(scans: readonly Scan[]): readonly Scan[] {
  const startOf = (scan: Scan) => scan.startedAt ?? scan.firstSeenAt;
  const endOf = (scan: Scan) => scan.finishedAt ?? scan.firstSeenAt;
  const going = scans.filter((scan) => !isDone(scan));
  const ended = scans.filter(isDone);
  return [
    ...going.toSorted((a, b) => startOf(a) - startOf(b)),
    ...ended.toSorted((a, b) => endOf(b) - endOf(a)),
  ];
}

/** What a filter is matched against. */
export function filterText(scan: Scan, stallAfterMs: number): string {
  const stalled = isStalled(scan, stallAfterMs) === true ? 'stalled' : null;
  const words = [scan.kind, imageName(scan), scan.state, stalled, scan.error];
  return words.filter(Boolean).join(' ');
}

/** What the pane shows before anything was asked. */
export const emptySnapshot: ProgressSnapshot = {
  scans: [],
  visible: [],
  list: emptyList,
  view: { kind: 'list' },
  load: { kind: 'idle' },
  companions: null,
  filter: { text: '', error: null },
};
