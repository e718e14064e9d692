import { counted, countText } from '../../core/count-text.ts';
import { safeText } from '../../core/safe-text.ts';
import { severities, severityTones } from '../../core/severity.ts';
import { padEnd, padStart } from '../../core/width.ts';
import { shortCount } from '../../tui/kit/count-line.ts';
import { noticeLines } from '../../tui/kit/notice.ts';
import { plainText, type Segments, segment } from '../../tui/kit/segments.ts';
import type { HistoryEntry, LogHistory } from './log-history.ts';
import type { ScanLog } from './model.ts';
import { longNames } from './pane-rows.ts';
import { failureNotice, malwareText, noFindingText, timeText } from './pane-words.ts';
import type { Front } from './store-state.ts';

type HistoryFront = Front & { readonly kind: 'history' };

/** The lines above the scans of an image: whose they are, and how they changed in all. */
export function historyHead({ log, load }: HistoryFront, width: number): readonly Segments[] {
  const name = log.image.fullTag ?? log.image.digest ?? 'an image without a name';
  const title = [segment(` History of ${safeText(name)}`, 'strong')];
  if (load.kind === 'loading') return [title, [segment(' asking …', 'muted')], [], []];
  if (load.kind === 'failed') {
    return [title, ...noticeLines(failureNotice(load.failure, 'The history', ''), width)];
  }
  return [title, [segment(` ${summary(load.history)}`, 'muted')], [], tableHead(width)];
}

function summary({ entries, found, truncated, notes }: LogHistory): string {
  const all = counted(entries.length, 'scan');
  const of = found === null || found <= entries.length ? '' : ` of ${countText(found)}`;
  const parts = [truncated ? `the newest ${all}${of}` : all, trend(entries), ...notes];
  return parts.filter((part) => part !== '').join('; ');
}

/** From the oldest scan that tells its findings to the newest. */
function trend(entries: readonly HistoryEntry[]): string {
  const told = entries.flatMap(({ log }) => log.vulnerabilities ?? []);
  const [now, then] = [told[0], told.at(-1)];
  if (now === undefined || then === undefined || told.length < 2) return '';
  const changes = severities.flatMap((severity) => {
    const by = now[severity] - then[severity];
    return by === 0 ? [] : [`${severity} ${signed(by)}`];
  });
  return changes.length === 0
    ? 'as many findings as in the oldest'
    : `since the oldest: ${changes.join(', ')}`;
}

const signed = (by: number) => (by > 0 ? `+${by}` : String(by));

/** Cells of a severity: its count, and what changed. */
const countCells = (width: number) => (width >= 110 ? 12 : 8);
const timeCells = (width: number) => (width >= 110 ? 20 : 11);
const sourceCells = (width: number) => (width >= 110 ? 14 : 8);

function tableHead(width: number): Segments {
  const names = severities.map((severity) =>
    padEnd(width >= 110 ? severity : longNames[severity], countCells(width)),
  );
  const head = [
    padEnd('time', timeCells(width)),
    padEnd('source', sourceCells(width)),
    `${names.join('')}malware`,
  ];
  return [segment(`   ${head.join(' ')}`, 'muted')];
}

/** One scan: its counts, and behind each how it differs from the scan before. */
export function historyRow({ log, change }: HistoryEntry, width: number): Segments {
  const start = [
    padEnd(timeText(log.scannedAt, timeCells(width)), timeCells(width)),
    padEnd(safeText(log.trigger ?? '?', 100), sourceCells(width)),
  ].join(' ');
  const line = [
    segment(`  ${start} `),
    ...counts(log, change, width),
    segment(padEnd(malwareText(log.malware), 4), log.malware === true ? 'bad' : 'plain'),
    ...changeWords(change),
  ];
  return isSame(change) ? [segment(plainText(line), 'muted')] : line;
}

function counts(log: ScanLog, change: HistoryEntry['change'], width: number): Segments {
  const room = countCells(width);
  const { vulnerabilities } = log;
  if (vulnerabilities === null || vulnerabilities.total === 0) {
    const { text, good } = noFindingText(log);
    const by = change?.vulnerabilities?.total ?? 0;
    const told = by === 0 ? text : `${text} (${signed(by)})`;
    return [segment(padEnd(told, room * severities.length), good ? 'good' : 'plain')];
  }
  return severities.flatMap((severity) => {
    const count = vulnerabilities[severity];
    const by = change?.vulnerabilities?.[severity] ?? 0;
    const text = padStart(count === 0 ? '.' : shortCount(count), 4);
    return [
      segment(text, count === 0 ? 'plain' : severityTones[severity]),
      segment(padEnd(by === 0 ? '' : ` ${signed(by)}`, room - 4), by > 0 ? 'bad' : 'good'),
    ];
  });
}

function changeWords(change: HistoryEntry['change']): Segments {
  if (change === null) return [segment(' first known', 'muted')];
  const { digestChanged, malware } = change;
  return [
    ...(malware === 'found' ? [segment(' malware came', 'bad')] : []),
    ...(malware === 'gone' ? [segment(' malware went', 'good')] : []),
    ...(digestChanged === true ? [segment(' new image', 'accent')] : []),
  ];
}

/** Nothing changed: the scans that did change something are to be seen among many. */
function isSame(change: HistoryEntry['change']): boolean {
  if (change === null || change.vulnerabilities === null) return false;
  const isEven = Object.values(change.vulnerabilities).every((by) => by === 0);
  const isQuiet = change.malware === null || change.malware === 'same';
  return isEven && isQuiet && change.digestChanged !== true;
}
