import { ScandeckError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { truncate } from '../../core/width.ts';
import { type Notice, noticeLines } from '../../tui/kit/notice.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import { stalledSince } from './estimate.ts';
import { isDone, isGoing, vanishedEarly } from './model.ts';
import type { LoadState, ProgressSnapshot } from './snapshot.ts';

/** What stands above the list: the sum of it all, and what is wrong. */
export function headingLines(
  snapshot: ProgressSnapshot,
  { width, stallAfterMs }: { readonly width: number; readonly stallAfterMs: number },
): readonly Segments[] {
  const notices = [loadNotice(snapshot.load), filterNotice(snapshot)];
  return [
    summaryLine(snapshot, stallAfterMs),
    ...notices.flatMap((notice) => (notice === null ? [] : noticeLines(notice, width))),
    ...consoleErrors(snapshot, width),
    [],
  ];
}

function summaryLine({ scans, companions }: ProgressSnapshot, stallAfterMs: number): Segments {
  const going = scans.filter(isGoing);
  const stalled = going.filter((scan) => stalledSince(scan, stallAfterMs) !== null).length;
  const failed = scans.filter(({ state }) => state === 'failed').length;
  const vanished = scans.filter(vanishedEarly).length;
  const finished = scans.filter(isDone).length - failed - vanished;
  const queued = companions?.specs?.filter((spec) => spec.queued).length ?? 0;
  return [
    segment(` ${going.length} going`, going.length > 0 ? 'strong' : 'plain'),
    ...(stalled > 0 ? [segment(', '), segment(`${stalled} stalled`, 'warn')] : []),
    ...(queued > 0 ? [segment(`, ${queued} queued`)] : []),
    ...(finished > 0 ? [segment(', '), segment(`${finished} finished`, 'good')] : []),
    ...(vanished > 0 ? [segment(', '), segment(`${vanished} vanished`, 'warn')] : []),
    ...(failed > 0 ? [segment(', '), segment(`${failed} failed`, 'bad')] : []),
  ];
}

function loadNotice(load: LoadState): Notice | null {
  if (load.kind !== 'stale' && load.kind !== 'failed') return null;
  const { error } = load;
  const text = error instanceof Error ? error.message : String(error);
  const hint = error instanceof ScandeckError ? error.hint : undefined;
  const next = load.retrying ? 'Trying again by itself' : 'Not trying again: r asks now';
  const kept = load.kind === 'stale' ? '; these are the last good rows.' : '.';
  return {
    tone: 'bad',
    text,
    since: load.since,
    hint: [`${next}${kept}`, hint].filter(Boolean).join(' '),
  };
}

function filterNotice({ filter, visible, scans }: ProgressSnapshot): Notice | null {
  if (filter.error !== null) {
    return { tone: 'warn', text: `${filter.error}; the rows stay as they were` };
  }
  const hidden = scans.length - visible.length;
  return hidden > 0
    ? { tone: 'plain', text: `the filter hides ${hidden} of ${scans.length}` }
    : null;
}

/** One line, however many there are: a scan's detail has them in full. */
function consoleErrors({ companions }: ProgressSnapshot, width: number): readonly Segments[] {
  const [newest, ...more] = companions?.errors ?? [];
  if (newest === undefined) return [];
  const others = more.length > 0 ? `  (+${more.length}, enter shows all)` : '  (enter shows all)';
  const room = Math.max(10, width - others.length - 21);
  return [
    [
      segment(` ! console reports: ${truncate(safeText(newest), room)}`, 'warn'),
      segment(others, 'muted'),
    ],
  ];
}
