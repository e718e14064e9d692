import { safeText } from '../../core/safe-text.ts';
import { countLine, shortCount } from '../../tui/kit/count-line.ts';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import { fieldWord } from './criteria.ts';
import type { FacetGroup, FacetItem } from './facet-state.ts';
import { facetsAreCurrent, type LogsSnapshot } from './store-state.ts';

/** How the facets are drawn. */
export interface FacetLook {
  readonly width: number;
  /** What stands for a count that is not known: it is on its way, or it was not told. */
  readonly missing: string;
}

/** What stands for a count that is not there. */
export function missingCount(snapshot: LogsSnapshot): string {
  if (snapshot.facets.loading) return '…';
  return facetsAreCurrent(snapshot) ? '-' : '?';
}

/** One line of the facets: a field, one of its values, or what stands for more of them. */
export function facetSegments(item: FacetItem, look: FacetLook): Segments {
  const { width } = look;
  switch (item.kind) {
    case 'field':
      return fieldSegments(item.group, item.open, width);
    case 'more':
      return [segment(`  ${item.count} more`, 'muted')];
    case 'typed':
      return [segment(`  + "${safeText(item.text, 60)}" itself`, 'accent')];
    case 'value':
      return valueSegments(item, look);
  }
}

function fieldSegments(group: FacetGroup, open: boolean, width: number): Segments {
  const title = [segment(`${open ? '▾' : '▸'} ${fieldWord(group.field)}`, 'strong')];
  const count = group.values.length;
  const closed = count === 0 && !group.counted ? 'not counted ' : `${count} `;
  const note =
    group.chosen > 0
      ? [segment(`${group.chosen} of ${count} `, 'accent')]
      : [segment(open ? '' : closed, 'muted')];
  return spread(title, note, width);
}

function valueSegments(
  { group, value }: FacetItem & { readonly kind: 'value' },
  { width, missing }: FacetLook,
): Segments {
  const { total, chosen, name } = value;
  const barWidth = width >= 36 ? 8 : 4;
  return countLine({
    mark: chosen ? 'x ' : '  ',
    name: name === '' ? '(empty)' : safeText(name),
    count: total === null ? missing : shortCount(total),
    countWidth: 5,
    ratio: total === null || group.highest === 0 ? null : total / group.highest,
    barWidth,
    width,
    chosen,
  });
}
