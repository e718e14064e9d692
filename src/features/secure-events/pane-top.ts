import { safeText } from '../../core/safe-text.ts';
import { countLine, shortCount } from '../../tui/kit/count-line.ts';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import { mitreTag } from './pane-mitre.ts';
import type { Chosen } from './store-question.ts';
import type { EventsSnapshot } from './store-state.ts';
import type { TopItem } from './store-top.ts';

/** The head above the most frequent values. */
export function topHead({ view, items, top }: EventsSnapshot, width: number): Segments {
  const isFocused = view.region === 'top';
  // Severities stand here without an answer: they must not look like all there is.
  const isKnown = items.length > 0 && (top.value !== null || top.failure === null);
  const empty = isKnown ? '' : top.loading ? ': asking …' : ': nothing is known';
  const hint = isFocused ? 'space narrows ' : '';
  return spread(
    [segment(` most frequent${empty}`, isFocused ? 'accent' : 'muted')],
    [segment(hint, 'muted')],
    width,
  );
}

/** One line: a field, or one of its values with its count and a bar. */
export function topSegments(item: TopItem, width: number): Segments {
  if (item.kind === 'group') {
    const title = [segment(`${item.isFolded ? '▸' : '▾'} ${safeText(item.title, 60)}`, 'strong')];
    const note = item.chosen > 0 ? [segment(`${item.chosen} chosen `, 'accent')] : [];
    return spread(title, note, width);
  }
  const { value, count, highest, isChosen } = item;
  return countLine({
    mark: isChosen ? 'x ' : '  ',
    name: nameOf(value),
    keep: value.group === 'ruleName' || value.group === 'mitre' ? 'start' : 'end',
    count: count === null ? '-' : shortCount(count),
    countWidth: 5,
    ratio: count === null || highest === 0 ? null : count / highest,
    barWidth: width >= 36 ? 6 : 3,
    width,
    chosen: isChosen,
  });
}

function nameOf({ group, key }: Chosen): string {
  if (key === '') return '(empty)';
  const mitre = group === 'mitre' ? mitreTag(key) : null;
  return safeText(mitre === null ? key : `${mitre.id} ${mitre.name}`, 300);
}
