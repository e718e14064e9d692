import { type FacetItem, toggleValue } from './facet-state.ts';
import type { LogCriteria } from './model.ts';
import type { LogsParts } from './store-parts.ts';

/** Does what the facets' line under the cursor is for: chooses its value, or shows more lines. */
export function openItem(
  parts: LogsParts,
  choose: (criteria: LogCriteria) => void,
  onNotice: (text: string) => void,
): void {
  const { items, view, question } = parts.get();
  const item = items.find(({ id }) => id === view.facets.list.selected);
  if (item === undefined) return;
  const name = namedValue(item);
  const { criterion } = item.group;
  if (name === null) openLines(parts, item);
  else if (criterion === null) onNotice('The server counts this, but cannot be asked for it');
  else {
    if (item.kind === 'typed') parts.facetView({ search: '' });
    choose(toggleValue(question.criteria, criterion, name));
  }
}

function namedValue(item: FacetItem): string | null {
  if (item.kind === 'value') return item.value.key;
  return item.kind === 'typed' ? item.text : null;
}

function openLines(parts: LogsParts, item: FacetItem): void {
  const { open, unfolded } = parts.get().view.facets;
  const { field } = item.group;
  const rest = [...open].filter((other) => other !== field);
  if (item.kind === 'more') parts.facetView({ unfolded: new Set([...unfolded, field]) });
  else parts.facetView({ open: new Set(open.has(field) ? rest : [...open, field]) });
}

/** Shows what a search finds, with the cursor on a value: that is what enter chooses. */
export function searchFacets(parts: LogsParts, search: string): void {
  const { items, view } = parts.get();
  const { list } = view.facets;
  const at = items.find(({ id }) => id === list.selected);
  const isBegun = view.facets.search !== '';
  const searchFor = isBegun ? view.facets.searchFor : (at?.group.field ?? '');
  parts.facetView({ search, searchFor });
  const found = parts.get();
  const isValue = ({ kind }: FacetItem) => kind === 'value' || kind === 'typed';
  const now = found.items.find(({ id }) => id === found.view.facets.list.selected);
  const first = found.items.find(isValue);
  if (search === '' || first === undefined || (now !== undefined && isValue(now))) return;
  parts.facetView({ list: { ...found.view.facets.list, selected: first.id } });
}
