import { counted, countText } from '../../core/count-text.ts';
import { countLine, shortCount } from '../../tui/kit/count-line.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import { type ColumnName, columnTraits, type ValueCount } from './store-columns.ts';
import { type LogsSnapshot, rowsAreCurrent } from './store-state.ts';

/** What a table of frequencies is made of. */
export interface FrequencyTable {
  readonly column: ColumnName;
  readonly values: readonly ValueCount[];
}

/** The lines above the table: what is counted, and over how many rows of how many. */
export function frequencyHead(
  snapshot: LogsSnapshot,
  { column, values }: FrequencyTable,
): readonly Segments[] {
  const isServer = columnTraits[column].field !== null;
  const open = isServer ? 'enter asks for a value' : 'enter shows the loaded rows with a value';
  return [
    [segment(` ${column}: ${counted(values.length, 'value')}`, 'strong')],
    [segment(` counted over ${overText(snapshot)}; ${open}`, 'muted')],
    [],
    [segment(`   ${column === 'severity' ? 'worst severity' : column}`, 'muted')],
  ];
}

/** A table over a part of the rows must say so. */
function overText(snapshot: LogsSnapshot): string {
  const { rows, view } = snapshot;
  const loaded = rows.logs.length;
  const shown = view.visible.length;
  const filtered = shown === loaded ? '' : `${countText(shown)} of `;
  const over = `${filtered}${countText(loaded)} loaded rows`;
  if (rows.isComplete || !rowsAreCurrent(snapshot)) return over;
  return rows.found === null ? `${over}; there are more` : `${over} of ${countText(rows.found)}`;
}

/** One value: its count, its share and a bar. */
export function frequencyRow({ values }: FrequencyTable, value: string, width: number): Segments {
  const sum = values.reduce((total, { count }) => total + count, 0);
  const highest = values[0]?.count ?? 0;
  const count = values.find((candidate) => candidate.value === value)?.count ?? 0;
  const percent = sum === 0 ? 0 : (100 * count) / sum;
  return countLine({
    mark: '  ',
    name: value,
    count: `${shortCount(count)}  ${percent.toFixed(1).padStart(5)}%`,
    countWidth: 16,
    ratio: highest === 0 ? null : count / highest,
    barWidth: Math.floor(width / 3),
    width: Math.min(width, 140),
  });
}
