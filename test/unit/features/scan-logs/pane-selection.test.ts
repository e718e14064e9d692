import { expect, test } from 'vitest';
import { criteriaFromOptions } from '../../../../src/features/scan-logs/criteria.ts';
import type { LogCriteria } from '../../../../src/features/scan-logs/model.ts';
import { selectionOf } from '../../../../src/features/scan-logs/pane-selection.ts';
import { emptySnapshot } from '../../../../src/features/scan-logs/store-derive.ts';

const now = Date.UTC(2026, 10, 21, 12);
const of = (criteria: LogCriteria) =>
  selectionOf({ ...emptySnapshot, question: { ...emptySnapshot.question, criteria } });

test.each<[string, LogCriteria]>([
  ['a range', { query: '', time: { kind: 'range', range: '-3h' }, values: {} }],
  [
    'two ends, words and values',
    {
      query: 'log4j',
      time: { kind: 'bounds', since: now - 3_600_000, until: now },
      values: { vulnerabilities: ['CRITICAL'], clusters: ['prod:eu', 'dev:eu'] },
    },
  ],
])('%s means the same criteria as options of the export', (_what, criteria) => {
  const { criteria: options, since, until } = of(criteria);
  const times = until === null ? { since } : { since, until };
  expect(criteriaFromOptions({ ...options, ...times }, now)).toEqual(criteria);
});
