import { expect, test } from 'vitest';
import {
  allEvents,
  criteriaFromOptions,
  describe as inWords,
  twinFlags,
} from '../../../../src/features/audit-exports/audit-criteria.ts';
import { eventOf } from '../../../../src/features/audit-exports/event.ts';
import { explain } from '../../../../src/features/audit-exports/model.ts';
import { wireEvent } from './audit-server.ts';

const at = Date.UTC(2026, 10, 21, 12);

test.each<[string, object, readonly string[]]>([
  [
    'the policy and the condition',
    {},
    ['blocked by onlyOfficial: Image is not Docker Hub official (operational)'],
  ],
  [
    'what newer servers add',
    {
      policies: [
        {
          policy_id: 7,
          result: 'Bypassed',
          policy_reason: 'waived',
          explanation: 'e',
          recommendation: 'r',
        },
      ],
    },
    ['bypassed by policy 7', 'waived', 'e', 'r'],
  ],
  [
    'that a package which nobody knows yet is blocked, too',
    { policies: null, reason: 'Pending' },
    ['no policy is named: Pending', expect.stringContaining('catalogue')],
  ],
  [
    'the reason of what was let through',
    { action: 'approved', policies: [], reason: 'ok' },
    ['ok'],
  ],
])('an event is explained by %s', (_name, changes, lines) => {
  expect(explain(eventOf(wireEvent(1, at, changes)))).toEqual(lines);
});

test.each([
  [{ policies: [{ dry_run: true }] }, true, 'dry-run'],
  [{ policies: [{ dry_run: true }, { dry_run: false }] }, false, 'blocked'],
  [{ policies: null }, null, 'blocked'],
  [{ policies: null, action: 'Waived' }, null, 'waived'],
  [{ policies: 'x', action: 7 }, null, '7'],
])('%j is a dry run: %s', (changes, dryRun, outcome) => {
  expect(eventOf(wireEvent(1, at, changes))).toMatchObject({ dryRun, outcome });
});

test('criteria become options again, and words', () => {
  const options = { dryRun: true, type: ['npm', 'PyPI'], policy: ['no gpl'] };
  const criteria = criteriaFromOptions(options);
  expect(twinFlags(criteria)).toEqual([
    ...['--dry-run', '--type', 'npm', '--type', 'PyPI', '--policy', 'no gpl'],
  ]);
  expect(inWords(criteria)).toBe('dry-run events, type npm or PyPI, policy no gpl');
  expect(criteriaFromOptions({})).toEqual(allEvents);
});
