import { expect, test } from 'vitest';
import { compareSeverity, parseSeverity, severities } from '../../../src/core/severity.ts';

test.each([
  ['critical', 'critical'],
  ['HIGH', 'high'],
  [' Important ', 'high'],
  ['moderate', 'medium'],
  ['negligible', 'low'],
  ['catastrophic', 'unknown'],
  ['constructor', 'unknown'],
  ['', 'unknown'],
  [null, 'unknown'],
  [7, 'unknown'],
])('%j is %s', (value, expected) => {
  expect(parseSeverity(value)).toBe(expected);
});

test('sorting puts the worst first and the unknown last', () => {
  expect(severities.toReversed().sort(compareSeverity)).toEqual([
    'critical',
    'high',
    'medium',
    'low',
    'unknown',
  ]);
});
