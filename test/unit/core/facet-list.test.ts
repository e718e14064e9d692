import { expect, test } from 'vitest';
import {
  type FacetFolds,
  type FacetGroup,
  facetLines,
  foldAtCursor,
  foldLine,
} from '../../../src/core/facet-list.ts';

const group: FacetGroup = {
  field: 'colour',
  title: 'colour',
  highest: 9,
  values: Array.from({ length: 9 }, (_, index) => ({
    ...{ key: `k${index}`, label: `k${index}`, count: 9 - index },
    isChosen: index === 8,
  })),
};
const closed: FacetFolds = { open: new Set(), unfolded: new Set() };
const ids = (folds: FacetFolds) => facetLines([group], folds).map(({ id }) => id);
const fold = (folds: FacetFolds, id: string) => {
  const line = facetLines([group], folds).find((candidate) => candidate.id === id);
  return line === undefined ? folds : foldLine(folds, line);
};

test('a field opens to its first values, and to all of them', () => {
  expect(ids(closed)).toEqual(['field colour']);
  const open = fold(closed, 'field colour');
  expect(ids(open)).toHaveLength(1 + 6 + 1 + 1);
  // What is chosen is shown however rare it is.
  expect(ids(open).slice(-2)).toEqual(['value colour k8', 'more colour']);
  const whole = fold(open, 'more colour');
  expect(ids(whole)).toHaveLength(10);
  expect(fold(whole, 'value colour k1')).toBe(whole);
  const shut = fold(whole, 'field colour');
  expect(ids(shut)).toEqual(['field colour']);
  expect(ids(fold(shut, 'field colour'))).toEqual(ids(open));
});

const at = (selected: string, folds = closed) => ({ folds, list: { selected, top: 3 } });

test('the field of the line under the cursor opens and closes', () => {
  const opened = foldAtCursor(facetLines([group], closed), at('field colour'), true);
  expect(opened?.list).toEqual({ selected: 'field colour', top: 3 });
  const folds = opened?.folds ?? closed;
  expect([...folds.open]).toEqual(['colour']);
  const shut = foldAtCursor(facetLines([group], folds), at('value colour k1', folds), false);
  expect(shut?.list).toEqual({ selected: 'field colour', top: 3 });
  expect([...(shut?.folds.open ?? [])]).toEqual([]);
});

test.each([
  ['field colour', false],
  ['field gone', true],
])('from %s there is nothing to fold (open: %s)', (selected, open) => {
  expect(foldAtCursor(facetLines([group], closed), at(selected), open)).toBeNull();
});
