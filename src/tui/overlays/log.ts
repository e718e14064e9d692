import type { Exchange } from '../../api/types.ts';
import { emptyList, keepInList, type ListState } from '../../core/list.ts';
import { safeText } from '../../core/safe-text.ts';
import { formatClock, formatTime } from '../../core/time.ts';
import { padEnd, padStart, truncate } from '../../core/width.ts';
import { type DeckState, paneHeight } from '../deck-state.ts';
import { shortNames } from '../health-words.ts';
import { type DetailItem, detailLines } from '../kit/detail.ts';
import { type Segments, segment } from '../kit/segments.ts';

/** @returns the calls that the log shows at once, below its title and its header */
export function logRoom(state: Pick<DeckState, 'rows'>): number {
  return Math.max(1, paneHeight(state) - 2);
}

/** @returns the log's ids, newest first */
export function logIds(exchanges: readonly Exchange[]): readonly string[] {
  return exchanges.map(({ id }) => String(id)).toReversed();
}

/** A log whose calls have changed. */
export interface LogChange {
  readonly list: ListState;
  readonly ids: readonly string[];
  /** @default the same calls */
  readonly previousIds?: readonly string[];
  /** In calls. */
  readonly height: number;
}

/**
 * Fits the list to new calls. Who stands on the newest call stays on the newest; who looks at an
 * older one keeps it in view.
 */
export function keepInLog({ list, ids, previousIds = ids, height }: LogChange): ListState {
  const isOnNewest = list.selected === null || list.selected === previousIds[0];
  return keepInList(isOnNewest ? emptyList : list, ids, height, previousIds);
}

const fixed = { time: 9, method: 6, status: 4, ms: 7, attempt: 3, bytes: 6, left: 6 } as const;

/** The log's header line. */
export function logHeader(width: number): Segments {
  const cell = cellsFor({
    time: 'time',
    method: 'method',
    status: 'code',
    ms: 'ms',
    attempt: 'try',
    bytes: 'bytes',
    left: 'left',
  });
  return [segment(truncate(` ${cell}  call`, width), 'muted')];
}

/** One call as a line: what went wrong stands before the path, where no width cuts it off. */
export function logRow(exchange: Exchange, width: number): Segments {
  const failed = exchange.error !== null || (exchange.status ?? 599) >= 400;
  const numbers = cellsFor({
    time: formatClock(exchange.at),
    method: exchange.method,
    status: exchange.status === null ? '-' : String(exchange.status),
    ms: String(Math.round(exchange.durationMs)),
    attempt: String(exchange.attempt),
    bytes: compactBytes(exchange.bytes),
    left: exchange.budgetLeft === null ? '-' : String(exchange.budgetLeft),
  });
  const error = exchange.errorCode === null ? '' : `${safeText(exchange.errorCode)}  `;
  const path = `${shortNames[exchange.source]} ${safeText(exchange.path)}`;
  const room = width - numbers.length - error.length - 2;
  return [
    segment(`${numbers}  `, failed ? 'bad' : 'plain'),
    segment(error, 'bad'),
    segment(truncate(path, room, 'middle')),
  ];
}

function cellsFor(texts: Readonly<Record<keyof typeof fixed, string>>): string {
  return [
    padEnd(texts.time, fixed.time),
    padEnd(texts.method, fixed.method),
    padStart(texts.status, fixed.status),
    padStart(texts.ms, fixed.ms),
    padStart(texts.attempt, fixed.attempt),
    padStart(texts.bytes, fixed.bytes),
    padStart(texts.left, fixed.left),
  ].join(' ');
}

/** @returns a size of at most six characters: `812`, `12.4k`, `3.1M` */
export function compactBytes(bytes: number): string {
  if (bytes < 1_000) return String(bytes);
  const [size, unit] = bytes < 999_950 ? [bytes / 1_000, 'k'] : [bytes / 1_000_000, 'M'];
  return `${size.toFixed(size < 100 ? 1 : 0)}${unit}`;
}

/** Everything that is known of one call. */
export function exchangeLines(exchange: Exchange, width: number): readonly Segments[] {
  const items: readonly DetailItem[] = [
    { heading: `Call ${exchange.id}` },
    { label: 'source', value: shortNames[exchange.source] },
    { label: 'sent', value: formatTime(exchange.at) },
    { label: 'call', value: `${exchange.method} ${exchange.path}` },
    { label: 'status', value: exchange.status === null ? 'no answer' : String(exchange.status) },
    { label: 'took', value: `${Math.round(exchange.durationMs)} ms` },
    { label: 'try', value: String(exchange.attempt) },
    { label: 'body', value: `${exchange.bytes} bytes` },
    {
      label: 'budget left',
      value: exchange.budgetLeft === null ? 'not told by the vendor' : String(exchange.budgetLeft),
    },
    ...(exchange.error === null
      ? []
      : [
          {
            label: 'error',
            value: `${exchange.errorCode}: ${exchange.error}`,
            tone: 'bad' as const,
          },
        ]),
  ];
  return detailLines(items, { width });
}
