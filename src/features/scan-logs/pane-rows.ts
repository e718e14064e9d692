import { safeText } from '../../core/safe-text.ts';
import { type Severity, severities, severityTones } from '../../core/severity.ts';
import type { Tone } from '../../core/table.ts';
import { padEnd, padStart, truncate } from '../../core/width.ts';
import { shortCount } from '../../tui/kit/count-line.ts';
import { plainText, type Segments, segment } from '../../tui/kit/segments.ts';
import type { LogSort, ScanLog } from './model.ts';
import type { CellColumn } from './pane-columns.ts';
import { malwareText, noFindingText, timeText } from './pane-words.ts';
import { type ColumnName, columnTraits } from './store-columns.ts';

const shortNames: Readonly<Record<Severity, string>> = {
  critical: 'C',
  high: 'H',
  medium: 'M',
  low: 'L',
  unknown: 'U',
};
/** Severities in four letters at most. */
export const longNames: Readonly<Record<Severity, string>> = {
  critical: 'crit',
  high: 'high',
  medium: 'med',
  low: 'low',
  unknown: 'unk',
};

/** How the head of the rows stands. */
export interface RowsHead {
  readonly columns: readonly CellColumn[];
  readonly sort: LogSort;
  /** The focused column; null while the keys go elsewhere. */
  readonly focus: ColumnName | null;
}

/** The head above the rows: the focused column stands out, the sorted one has an arrow. */
export function rowsHead({ columns, sort, focus }: RowsHead): Segments {
  return [
    segment('  '),
    ...columns.flatMap((column) => {
      const isSorted = columnTraits[column.name].sort === sort.field;
      const arrow = isSorted ? (sort.order === 'DESC' ? '↓' : '↑') : '';
      const tone: Tone = column.name === focus ? 'accent' : 'muted';
      return [segment(' '), segment(headText(column, arrow), tone)];
    }),
  ];
}

function headText({ name, width }: CellColumn, arrow: string): string {
  if (name === 'severity') return severityHead(width, arrow);
  const title = name === 'workloads' && width < 9 ? 'wkl' : name;
  const text = name === 'malware' && width < 7 ? 'mal' : title;
  return name === 'workloads' ? padStart(text + arrow, width) : padEnd(text + arrow, width);
}

function severityHead(width: number, arrow: string): string {
  const cell = Math.floor((width + 1) / severities.length);
  const names = cell >= 6 ? longNames : shortNames;
  const parts = severities.map((severity, index) => {
    const name = index === 0 ? `${names[severity]}${arrow}` : names[severity];
    return padStart(name, index === 0 ? cell - 1 : cell);
  });
  return parts.join('');
}

/** How a row is drawn. */
export interface RowLook {
  readonly columns: readonly CellColumn[];
  readonly marked: boolean;
  /** `stale`: it answers what was asked before. `calm`: the keys go elsewhere, where moves cost bytes. */
  readonly look: 'live' | 'calm' | 'stale';
}

/** A row of the list: what the vendor told, and plainly where it did not. */
export function rowSegments(log: ScanLog, { columns, marked, look }: RowLook): Segments {
  const line = [
    segment(marked ? '*' : ' ', marked ? 'accent' : 'plain'),
    ...columns.flatMap((column) => [segment(' '), ...cellSegments(log, column)]),
  ];
  return look === 'live' ? line : [segment(plainText(line), look === 'stale' ? 'muted' : 'plain')];
}

function cellSegments(log: ScanLog, { name, width }: CellColumn): Segments {
  switch (name) {
    case 'time':
      return [segment(padEnd(timeText(log.scannedAt, width), width))];
    case 'source':
      return [segment(fitEnd(log.trigger, width), 'muted')];
    case 'registry':
      return [segment(fitTail(log.image.registry, width), 'muted')];
    case 'repository':
      return [segment(repositoryText(log, width))];
    case 'tag':
      return [segment(fitTail(log.image.tag, width))];
    case 'severity':
      return severitySegments(log, width);
    case 'malware': {
      const tone = log.malware === true ? 'bad' : 'plain';
      return [segment(padEnd(malwareText(log.malware), width), tone)];
    }
    case 'workloads':
      return [segment(padStart(log.workloads === null ? '?' : shortCount(log.workloads), width))];
  }
}

/** An image without a name is known by the beginning of its digest. */
function repositoryText({ image }: ScanLog, width: number): string {
  if (image.repository !== null || image.digest === null) return fitTail(image.repository, width);
  return padEnd(`@${safeText(image.digest.replace(/^sha256:/, ''), 200)}`, width);
}

function fitEnd(text: string | null, width: number): string {
  return padEnd(text === null ? '?' : safeText(text, 200), width);
}

/** What tells one image from another is at the end of its name. */
function fitTail(text: string | null, width: number): string {
  return padEnd(truncate(text === null ? '-' : safeText(text), width, 'end'), width);
}

function severitySegments(log: ScanLog, width: number): Segments {
  const { vulnerabilities } = log;
  if (vulnerabilities === null || vulnerabilities.total === 0) {
    const { text, good } = noFindingText(log);
    return [segment(padStart(text, width), good ? 'good' : 'plain')];
  }
  const cell = Math.floor((width + 1) / severities.length);
  return severities.map((severity, index) => {
    const count = vulnerabilities[severity];
    const text = padStart(count === 0 ? '.' : shortCount(count), index === 0 ? cell - 1 : cell);
    return segment(text, count === 0 ? 'plain' : severityTones[severity]);
  });
}
