import { maxPageRows } from '../../api/workload-protection/endpoints.ts';
import type { WireRow } from '../../api/workload-protection/schema.ts';
import type { Gap } from './model.ts';
import { createReader, windowsOf } from './oldest-first.ts';
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
  const told = new Set<string>();
  let left = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  for (const window of windows) {
    const walk = walkBack(window, Math.min(left, maxPageRows), ask);
    for (let page = await walk.next(); page !== null; page = await walk.next()) {
      const { rows, total } = page;
      if (windows.length === 1 && total !== null) onTotal?.(total);
      if (rows.length > 0) yield rows.slice(0, left);
      left -= rows.length;
      if (left <= 0) return;
    }
    for (const gap of walk.gaps) if (isFirst(told, gap)) onGap?.(gap);
  }
}

/** A server may give the same row, which cannot be read, in each of its answers. */
function isFirst(told: Set<string>, { fromNs, toNs, reason }: Gap): boolean {
  const { size } = told;
  return told.add(`${fromNs} ${toNs} ${reason}`).size > size;
}

/** Lists the rows of a stretch, oldest first, with bounded memory. */
export async function* rowsOldestFirst(
  ask: AskPage,
  stretch: Stretch,
  onGap?: (gap: Gap) => void,
): AsyncGenerator<readonly WireRow[]> {
  const reader = createReader({ ask, pageRows: maxPageRows });
  reader.add(windowsOf(stretch));
  while (!reader.isEmpty()) {
    const { rows, gaps } = await reader.next();
    for (const gap of gaps) onGap?.(gap);
    if (rows.length > 0) yield rows;
  }
}
