import { counted, countText } from '../../core/count-text.ts';
import { countLine, shortCount } from '../../tui/kit/count-line.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import { columnTitle } from './pane-columns.ts';
import type { CountsFront } from './store-state.ts';

/** The lines above a table of counts: what is counted, and over what. */
export function countsHead(front: CountsFront): readonly Segments[] {
  const { column, isPending, values, order } = front;
  const number = isPending ? 'counting …' : counted(values.length, 'value');
  const arrow = order.reversed ? '↑' : '↓';
  const sorted = order.by === 'count' ? `most frequent first ${arrow}` : `by value ${arrow}`;
  return [
    [segment(` ${columnTitle(column, 40)}: ${number}`, 'strong')],
    [segment(` counted over ${overText(front)}, ${sorted}; enter narrows`, 'muted')],
    [],
  ];
}

/** A table over a part of the events must say so. */
function overText({ counted: events, of }: CountsFront): string {
  const rows = counted(events, 'event');
  return events === of ? `the ${rows} here` : `${rows} of the ${countText(of)} rows here`;
}

/** One value: its count, its share and a bar. */
export function countsRow(
  { values, column, counted: sum }: CountsFront,
  id: string,
  width: number,
): Segments {
  const { highest, byText } = lookUps.get(values) ?? lookUpOf(values);
  const count = byText.get(id) ?? 0;
  const percent = sum === 0 ? 0 : (100 * count) / sum;
  return countLine({
    mark: '  ',
    name: id,
    // Places and images differ at their ends, sentences at their beginnings.
    keep: column === 'rule' || column === 'who' ? 'start' : 'end',
    count: `${shortCount(count)}  ${percent.toFixed(1).padStart(5)}%`,
    countWidth: 16,
    ratio: highest === 0 ? null : count / highest,
    barWidth: Math.floor(width / 3),
    width: Math.min(width, 140),
  });
}

interface LookUp {
  readonly highest: number;
  readonly byText: ReadonlyMap<string, number>;
}

/** By the array itself: a row of a table of thousands is found without looking at the others. */
const lookUps = new WeakMap<CountsFront['values'], LookUp>();

function lookUpOf(values: CountsFront['values']): LookUp {
  const byText = new Map(values.map(({ text, count }) => [text, count]));
  const highest = values.reduce((most, { count }) => Math.max(most, count), 0);
  const lookUp = { highest, byText };
  lookUps.set(values, lookUp);
  return lookUp;
}
