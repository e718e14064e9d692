import { safeText } from '../../core/safe-text.ts';
import { facetSegments } from '../../tui/kit/facet-line.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import type { FacetItem } from './facet-state.ts';
import { facetsAreCurrent, type LogsSnapshot } from './store-state.ts';

/** How the facets are drawn. */
export interface ItemLook {
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
export function itemSegments(item: FacetItem, { width, missing }: ItemLook): Segments {
  if (item.kind === 'typed') return [segment(`  + "${safeText(item.text, 60)}" itself`, 'accent')];
  return facetSegments(item, {
    ...{ width, missing },
    nameOf: (_group, { label }) => (label === '' ? '(empty)' : safeText(label)),
    noValues: item.group.counted ? '0' : 'not counted',
    barWidth: width >= 36 ? 8 : 4,
  });
}
