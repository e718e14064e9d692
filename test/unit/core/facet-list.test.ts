import { expect, test } from 'vitest';
import {
  type FacetFolds,
  type FacetGroup,
  facetLines,
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
