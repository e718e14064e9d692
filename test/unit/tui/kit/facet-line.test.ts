import { describe, expect, test } from 'vitest';
import {
  type FacetGroup,
  type FacetLine,
  type FacetValue,
  fieldLine,
  valueLine,
} from '../../../../src/core/facet-list.ts';
import { cells } from '../../../../src/core/width.ts';
import { type FacetLook, facetSegments } from '../../../../src/tui/kit/facet-line.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';

const value = (key: string, more: Partial<FacetValue> = {}): FacetValue => ({
  ...{ key, label: key, count: 1, isChosen: false },
  ...more,
});
const group = (...values: readonly FacetValue[]): FacetGroup => ({
  ...{ field: 'colours', title: 'colour', values, highest: 4 },
});
const red = value('red', { isChosen: true });

/** A line of 24 cells, its runs of blanks cut to two. */
function drawn(line: FacetLine, more: Partial<FacetLook> = {}): string {
  const text = plainText(facetSegments(line, { width: 24, missing: '?', ...more }));
  expect(cells(text)).toBeLessThanOrEqual(24);
  return text.replace(/ {2,}/g, '  ').trim();
}

describe('a field', () => {
  test.each([
    ['open', group(value('blue')), true, '▾ colour'],
    ['closed', group(value('blue'), value('green')), false, '▸ colour  2'],
    ['with a chosen value', group(red, value('blue')), false, '▸ colour  1 of 2'],
    ['without values', group(), false, '▸ colour  0'],
  ])('%s', (_, of, isOpen, text) => {
    expect(drawn(fieldLine(of, isOpen))).toBe(text);
  });

  test('without values can say why', () => {
    expect(drawn(fieldLine(group(), false), { noValues: 'not counted' })).toBe(
      '▸ colour  not counted',
    );
  });
});

describe('a value', () => {
  test.each([
    ['counted', value('blue', { count: 4 }), 'blue  4 ███'],
    ['chosen', value('red', { count: 2, isChosen: true }), 'x red  2 █▌'],
    ['without a count', value('blue', { count: null }), 'blue  ?'],
    ['without a name', value(''), '(not told)  1 ▊'],
    ['hostile', value('\u001b[2J'), '␛[2J  1 ▊'],
  ])('%s', (_, of, text) => {
    expect(drawn(valueLine(group(of), of))).toBe(text);
  });

  test('has a bar as wide as it is asked for', () => {
    const blue = value('blue', { count: 4 });
    expect(drawn(valueLine(group(blue), blue), { barWidth: 5 })).toBe('blue  4 █████');
  });
});
