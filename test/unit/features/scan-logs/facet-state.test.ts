import { describe, expect, test } from 'vitest';
import { defaultCriteria } from '../../../../src/features/scan-logs/criteria.ts';
import {
  type FacetItem,
  type FacetListing,
  type FacetSource,
  facetGroups,
  facetItems,
  remember,
  toggleValue,
} from '../../../../src/features/scan-logs/facet-state.ts';

const clusters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const answer = [
  {
    field: 'vulnerabilities',
    values: [
      { name: 'LOW', total: 9 },
      { name: 'CRITICAL', total: 2 },
    ],
  },
  { field: 'clusters', values: clusters.map((name, index) => ({ name, total: 20 - index })) },
];

const source = (more: Partial<FacetSource> = {}): FacetSource => ({
  facets: answer,
  isCurrent: true,
  memory: remember({}, answer),
  refused: [],
  criteria: defaultCriteria,
  ...more,
});

const listing = (more: Partial<FacetListing> = {}): FacetListing => ({
  open: new Set(['vulnerabilities', 'clusters']),
  unfolded: new Set(),
  search: '',
  typedFor: 'clusters',
  ...more,
});

const show = (item: FacetItem) => {
  if (item.kind === 'field') return `# ${item.group.field}`;
  if (item.kind === 'value') return `${item.value.key} ${item.value.count ?? '?'}`;
  return item.kind === 'more' ? `${item.count} more` : `"${item.text}"`;
};
const lines = (from: FacetSource, how: FacetListing = listing()) =>
  facetItems(facetGroups(from), how).map(show);

describe('the facets', () => {
  test('list severities worst first, other values as the vendor counted them, some at first', () => {
    expect(lines(source())).toEqual([
      '# vulnerabilities',
      'CRITICAL 2',
      'LOW 9',
      '# clusters',
      ...['a 20', 'b 19', 'c 18', 'd 17', 'e 16', 'f 15'],
      '2 more',
    ]);
  });

  test('close, open and unfold', () => {
    expect(lines(source(), listing({ open: new Set() }))).toEqual([
      '# vulnerabilities',
      '# clusters',
    ]);
    const whole = listing({ open: new Set(['clusters']), unfolded: new Set(['clusters']) });
    expect(lines(source(), whole).slice(-2)).toEqual(['g 14', 'h 13']);
  });

  test('give no count that belongs to other criteria', () => {
    const counts = lines(source({ isCurrent: false })).filter((line) => /\d$/.test(line));
    expect(counts).toEqual([]);
  });

  test('keep values to choose that the narrowed answer no longer has, without a count', () => {
    const narrowed = [{ field: 'clusters', values: [{ name: 'a', total: 5 }] }];
    const criteria = toggleValue(defaultCriteria, 'clusters', 'a');
    const memory = remember(remember({}, answer), narrowed);
    const shown = lines(source({ facets: narrowed, criteria, memory }));
    expect(shown).toContain('a 5');
    expect(shown).toContain('b ?');
  });

  test('show a chosen value that was never counted', () => {
    const criteria = toggleValue(defaultCriteria, 'hostnames', 'node-7');
    const shown = lines(source({ criteria }), listing({ open: new Set(['hostnames']) }));
    expect(shown).toContain('node-7 ?');
  });

  test('list criteria that the server refuses to count, since it can be asked for them', () => {
    const refused = ['vulnerabilities', 'hostnames', 'scan_status'];
    const counted = answer.slice(1);
    const of = source({ facets: counted, memory: remember({}, counted), refused });
    expect(lines(of, listing({ open: new Set(['vulnerabilities']) }))).toEqual([
      '# vulnerabilities',
      ...['CRITICAL ?', 'HIGH ?', 'MEDIUM ?', 'LOW ?', 'UNKNOWN ?'],
      '# clusters',
      '# hostnames',
    ]);
    expect(lines(of, listing({ search: 'a', typedFor: 'hostnames' })).slice(0, 3)).toEqual([
      '# hostnames',
      '"a"',
      '# vulnerabilities',
    ]);
  });

  test('have room for a field that the vendor counts beside the known ones', () => {
    const facets = [...answer, { field: 'colours', values: [{ name: 'red', total: 1 }] }];
    expect(lines(source({ facets, memory: remember({}, facets) }))).toContain('# colours');
  });

  test.each([
    ['h', ['# clusters', 'h 13']],
    ['LOW', ['# vulnerabilities', 'LOW 9']],
    ['^[ab]$', ['# clusters', 'a 20', 'b 19']],
    ['prod:x', ['# clusters', '"prod:x"']],
  ])('find %j', (search, expected) => {
    expect(lines(source(), listing({ search, open: new Set() }))).toEqual(expected);
  });

  test('do not offer a typed value where the vendor takes none', () => {
    const facets = [{ field: 'scan_status', values: [{ name: 'SCANNED', total: 1 }] }];
    const of = source({ facets, memory: remember({}, facets) });
    expect(lines(of, listing({ search: 'zzz', typedFor: 'scan_status' }))).toEqual([]);
  });
});

describe('toggling', () => {
  test('adds and takes away, and leaves no empty field behind', () => {
    const one = toggleValue(defaultCriteria, 'clusters', 'a');
    const two = toggleValue(one, 'clusters', 'b');
    expect(two.values).toEqual({ clusters: ['a', 'b'] });
    expect(toggleValue(toggleValue(two, 'clusters', 'a'), 'clusters', 'b').values).toEqual({});
  });

  test('makes one text of equal criteria, in whatever order they were chosen', () => {
    const left = toggleValue(toggleValue(defaultCriteria, 'clusters', 'a'), 'sources', 'CLI');
    const right = toggleValue(toggleValue(defaultCriteria, 'sources', 'CLI'), 'clusters', 'a');
    expect(JSON.stringify(left)).toBe(JSON.stringify(right));
  });
});
