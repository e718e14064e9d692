import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ChosenValue,
  type CountedField,
  countFacets,
  missedFields,
  toggleValue,
} from '../../../src/core/facet-count.ts';

interface Row {
  readonly colour: string | null;
  readonly tags: readonly string[];
}

const fields: readonly CountedField<Row>[] = [
  { field: 'colour', title: 'colour', values: ({ colour }) => (colour === null ? [] : [colour]) },
  { field: 'tags', title: 'tags', values: ({ tags }) => [...new Set(tags)] },
];

const rows: readonly Row[] = [
  { colour: 'red', tags: ['a', 'b'] },
  { colour: 'red', tags: ['b'] },
  { colour: 'blue', tags: [] },
  { colour: null, tags: ['a'] },
];

const counts = (chosen: readonly ChosenValue[]) =>
  countFacets(rows, fields, chosen).map(({ values }) =>
    values.map(({ key, count }) => `${key} ${count}`),
  );

describe('counts of facets', () => {
  test('begin with the most frequent; what says nothing has the empty key', () => {
    expect(counts([])).toEqual([
      ['red 2', ' 1', 'blue 1'],
      ['a 2', 'b 2', ' 1'],
    ]);
  });

  test('of a field are as if nothing of it were chosen', () => {
    expect(counts([{ field: 'colour', key: 'red' }])).toEqual([
      ['red 2', ' 1', 'blue 1'],
      ['b 2', 'a 1'],
    ]);
  });

  test('keep a chosen value that no row has', () => {
    const [colours] = countFacets(rows, fields, [{ field: 'colour', key: 'green' }]);
    expect(colours?.values.at(-1)).toEqual({
      ...{ key: 'green', label: 'green', count: 0, isChosen: true },
    });
  });

  test('of a chosen value are the rows that are left', () => {
    const key = fc.constantFrom('red', 'blue', '', 'a', 'b');
    const value = fc.record({ field: fc.constantFrom('colour', 'tags'), key });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), value, (chosen, one) => {
        const others = chosen.filter(({ field }) => field !== one.field);
        const group = countFacets(rows, fields, others).find(({ field }) => field === one.field);
        const left = rows.filter((row) => missedFields(row, fields, [...others, one]).length === 0);
        const counted = group?.values.find((found) => found.key === one.key)?.count ?? 0;
        expect(counted).toBe(left.length);
      }),
    );
  });
});

test('a value is chosen, and taken back', () => {
  const red = { field: 'colour', key: 'red' };
  const once = toggleValue([], red);
  expect(once).toEqual([red]);
  expect(toggleValue(once, { ...red })).toEqual([]);
});
