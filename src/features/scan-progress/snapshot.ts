import type { ListState } from '../../core/list.ts';
import type { Companions } from './companions.ts';
import type { FormState } from './form.ts';
import type { Scan } from './model.ts';
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
