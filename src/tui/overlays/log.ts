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

interface LogColumn {
  readonly header: string;
  readonly width: number;
  readonly align: 'left' | 'right';
  /** Left out of a narrow list; the open call tells it. */
  readonly isWide?: boolean;
  readonly text: (exchange: Exchange) => string;
}

const logColumns: readonly LogColumn[] = [
  { header: 'time', width: 9, align: 'left', text: ({ at }) => formatClock(at) },
  { header: 'method', width: 6, align: 'left', text: ({ method }) => method },
  { header: 'code', width: 4, align: 'right', text: ({ status }) => String(status ?? '-') },
  {
    header: 'ms',
    width: 6,
    align: 'right',
    text: ({ durationMs }) => String(Math.round(durationMs)),
  },
  { header: 'try', width: 3, align: 'right', text: ({ attempt }) => String(attempt) },
  {
    header: 'bytes',
    width: 6,
    align: 'right',
    isWide: true,
    text: ({ bytes }) => compactBytes(bytes),
  },
  {
    header: 'left',
    width: 6,
    align: 'right',
    isWide: true,
    text: ({ budgetLeft }) => String(budgetLeft ?? '-'),
  },
  {
    header: 'source',
    width: 12,
    align: 'left',
    isWide: true,
    text: ({ source }) => shortNames[source],
  },
];

const wideFrom = 100;

function row(width: number, text: (column: LogColumn) => string): string {
  return logColumns
    .filter(({ isWide = false }) => !isWide || width >= wideFrom)
    .map((column) => (column.align === 'left' ? padEnd : padStart)(text(column), column.width))
    .join(' ');
}

/** The log's header line. */
export function logHeader(width: number): Segments {
  return [segment(truncate(` ${row(width - 1, ({ header }) => header)}  call`, width), 'muted')];
}

/** One call as a line: what went wrong stands before the path, where no width cuts it off. */
export function logRow(exchange: Exchange, width: number): Segments {
  const failed = exchange.error !== null || (exchange.status ?? 0) >= 400;
  const error = exchange.errorCode === null ? '' : `${safeText(exchange.errorCode)}  `;
  return [
    segment(`${row(width, ({ text }) => text(exchange))}  ${error}`, failed ? 'bad' : 'plain'),
    segment(safeText(exchange.path)),
  ];
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
