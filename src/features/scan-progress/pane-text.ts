import { ScandeckError } from '../../core/errors.ts';
import { noticeLines } from '../../tui/kit/notice.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import type { Scan } from './model.ts';
import { scanDetail } from './pane-detail.ts';
import { resultLines } from './pane-result.ts';
import { scanName } from './pane-words.ts';
import type { ProgressSnapshot, ResultState } from './snapshot.ts';

/** How a text in front of the list is laid out. */
export interface TextLayout {
  readonly width: number;
  readonly stallAfterMs: number;
}

/** The text that stands in front of the list: a scan's detail or result; null when none does. */
export function frontText(
  snapshot: ProgressSnapshot,
  { width, stallAfterMs }: TextLayout,
): readonly Segments[] | null {
  const { view, scans, companions } = snapshot;
  if (view.kind !== 'detail' && view.kind !== 'result') return null;
  const scan = scans.find(({ id }) => id === view.id);
  if (scan === undefined)
    return [[segment(' This scan is no longer listed. esc goes back.', 'muted')]];
  if (view.kind === 'detail') return scanDetail(scan, { width, stallAfterMs, companions });
  return resultText(scan, view.result, width);
}

function resultText(scan: Scan, result: ResultState, width: number): readonly Segments[] {
  if (result.kind === 'ready') return resultLines(scan, result.result, width);
  const title = [segment(` Result of ${scanName(scan)}`, 'strong')];
  if (result.kind === 'loading') return [title, [segment(' asking the console ...', 'muted')]];
  const { error } = result;
  const hint = error instanceof ScandeckError ? error.hint : undefined;
  const text = error instanceof Error ? error.message : String(error);
  return [title, ...noticeLines({ tone: 'bad', text, hint }, width)];
}
