import type { FacetGroup, FacetLine, FacetValue } from '../../core/facet-list.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Keep } from '../../core/width.ts';
import { countLine, shortCount } from './count-line.ts';
import { type Segments, segment, spread } from './segments.ts';

/** How facets are drawn. */
export interface FacetLook {
  readonly width: number;
  /** What stands for a count that is not known. */
  readonly missing: string;
  /** What stays of a name that is too long. @default its end */
  readonly keep?: (field: string) => Keep;
  /** What a value is called, safe. @default its label, or that it was not told */
  readonly nameOf?: (group: FacetGroup, value: FacetValue) => string;
  /** What a closed field without values says. @default their number: none */
  readonly noValues?: string;
  /** Cells of a value's bar. @default by the width */
  readonly barWidth?: number;
}

/** Lays a line of the facets out: a field, one of its values with a bar, or what stands for more. */
export function facetSegments(line: FacetLine, look: FacetLook): Segments {
  switch (line.kind) {
    case 'field':
      return fieldSegments(line.group, line.isOpen, look);
    case 'more':
      return [segment(`  ${line.count} more`, 'muted')];
    case 'value':
      return valueSegments(line, look);
  }
}

function fieldSegments(
  { title, values }: FacetGroup,
  isOpen: boolean,
  { width, noValues = '0' }: FacetLook,
): Segments {
  const chosen = values.filter((value) => value.isChosen).length;
  const count = values.length === 0 ? noValues : String(values.length);
  const note =
    chosen > 0
      ? segment(`${chosen} of ${values.length} `, 'accent')
      : segment(isOpen ? '' : `${count} `, 'muted');
  return spread([segment(`${isOpen ? '▾' : '▸'} ${title}`, 'strong')], [note], width);
}

function valueSegments(
  { group, value }: FacetLine & { readonly kind: 'value' },
  {
    width,
    missing,
    keep = () => 'end',
    nameOf = labelOf,
    barWidth = width >= 36 ? 6 : 3,
  }: FacetLook,
): Segments {
  const { count, isChosen } = value;
  return countLine({
    mark: isChosen ? 'x ' : '  ',
    name: nameOf(group, value),
    keep: keep(group.field),
    count: count === null ? missing : shortCount(count),
    countWidth: 5,
    ratio: count === null || group.highest === 0 ? null : count / group.highest,
    barWidth,
    width,
    chosen: isChosen,
  });
}

function labelOf(_group: FacetGroup, { label }: FacetValue): string {
  return label === '' ? '(not told)' : safeText(label, 300);
}
