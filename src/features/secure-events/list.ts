import { maxPageRows } from '../../api/workload-protection/endpoints.ts';
import type { WireRow } from '../../api/workload-protection/schema.ts';
import type { Gap } from './model.ts';
import { readOldest, windowsOf } from './oldest-first.ts';
import { type AskPage, type Stretch, walkBack } from './walk.ts';

/** How rows are listed. */
export interface RowsOptions extends Stretch {
  /** 0 for all. */
  readonly limit: number;
  readonly onGap?: (gap: Gap) => void;
  readonly onTotal?: (total: number) => void;
}

/** Lists the rows of any stretch, newest first, in pages that are never empty. */
export async function* listRows(
  ask: AskPage,
  { limit, onGap, onTotal, ...stretch }: RowsOptions,
): AsyncGenerator<readonly WireRow[]> {
  const windows = windowsOf(stretch).toReversed();
  let left = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  for (const window of windows) {
    const walk = walkBack(window, Math.min(left, maxPageRows), ask);
    for (let step = await walk.next(); ; step = await walk.next()) {
      if (step.done) {
        for (const gap of step.value) onGap?.(gap);
        break;
      }
      const { rows, total } = step.value;
      if (windows.length === 1 && total !== null) onTotal?.(total);
      if (rows.length > 0) yield rows.slice(0, left);
      left -= rows.length;
      if (left <= 0) return;
    }
  }
}

/** Rows of one batch where a gap is filled. */
const batchRows = 20_000;

/** Lists the rows of a stretch, oldest first, with bounded memory. */
export async function* rowsOldestFirst(
  ask: AskPage,
  stretch: Stretch,
  onGap?: (gap: Gap) => void,
): AsyncGenerator<readonly WireRow[]> {
  const options = { ask, pageRows: maxPageRows, mostRows: batchRows };
  let pending = windowsOf(stretch);
  while (pending.length > 0) {
    const { read, rest } = await readOldest(pending, options);
    pending = rest;
    for (const gap of read.gaps) onGap?.(gap);
    if (read.rows.length > 0) yield read.rows;
  }
}
