import { createRowScan, type ScannedRow } from '../../api/xray/row-scan.ts';
import type { AuditPage } from '../../api/xray/schema.ts';
import type { RowRun } from '../../export-engine/kind.ts';

/** A page's new rows, of which each has a greater id than the one before it. */
export interface PlainRows extends RowRun {
  /** The earliest and the latest of their times, in epoch milliseconds. */
  readonly fromMs: number;
  readonly lastMs: number;
  /** Rows at the page's beginning that were seen before: none, or the one that pages repeat. */
  readonly known: 0 | 1;
}

/**
 * Creates a reader of pages that hold no surprise: rows as the vendor writes them, each once, in the
 * order of their ids, behind the row that was seen last. Then they need not be looked at one by one,
 * which is most of the work of a large page.
 *
 * @param last the id of the last row that was seen, and the only one of that id; null for none
 * @returns null for every other page
 */
export function createPlainReader(): (page: AuditPage, last: string | null) => PlainRows | null {
  const row: ScannedRow = { id: 0, atMs: 0 };
  const scan = createRowScan(row);
  return ({ body, spans }, last) => {
    const seen = last === null ? null : Number(last);
    let [previous, fromMs, lastMs, firstId] = [-1, Infinity, -Infinity, -1];
    let known: 0 | 1 = 0;
    for (let at = 0; at < spans.length; at += 2) {
      if (!scan(body, spans[at] ?? 0) || row.id <= previous) return null;
      previous = row.id;
      if (at === 0 && seen !== null) {
        if (String(row.id) !== last) return null;
        known = 1;
        continue;
      }
      if (firstId < 0) firstId = row.id;
      fromMs = Math.min(fromMs, row.atMs);
      lastMs = Math.max(lastMs, row.atMs);
    }
    if (firstId < 0) return null;
    const ids = { firstId: String(firstId), lastId: String(previous) };
    return { body, spans, first: known, ...ids, fromMs, lastMs, known };
  };
}
