import { expect, test } from 'vitest';
import {
  type ActivityCriteria,
  everything,
} from '../../../../src/features/registry-activity/criteria.ts';
import { queryText } from '../../../../src/features/registry-activity/query-text.ts';

const base =
  "source logs | filter $l.applicationname.startsWith('ibm-audit-event') && ($l.subsystemname.startsWith('container-registry') || $d.action.startsWith('container-registry.'))";

const text = (criteria: Partial<ActivityCriteria>, label?: string) =>
  queryText({ ...everything, ...criteria }, label);

test.each<[Partial<ActivityCriteria>, string]>([
  [{}, ''],
  [{ actions: ['image.push'] }, " && $d.action == 'container-registry.image.push'"],
  [{ outcomes: ['failure', 'pending'] }, " && $d.outcome in('failure', 'pending')"],
  [
    { groups: ['namespaces'] },
    " && $d.action in('container-registry.namespace.create', 'container-registry.namespace.delete', 'container-registry.namespace.list')",
  ],
  [
    { actions: ['image.tag'], groups: ['images'] },
    " && $d.action == 'container-registry.image.tag'",
  ],
  [{ query: " $d.a == 'x'\n || $d.b == '|' " }, " | filter $d.a == 'x' || $d.b == '|'"],
  // What the index may miss, or could be misread, is sorted out here.
  [{ initiator: 'a', target: 'b', correlationId: 'c', region: 'd', text: 'e' }, ''],
  [{ outcomes: ["x' || true || '"] }, ''],
  [{ severities: ['critical', 'a\\'] }, ''],
])('%j', (criteria, expected) => {
  expect(text(criteria)).toBe(base + expected);
});

test.each([
  ['audit', "$l.applicationname == 'audit'"],
  ["it's \\ a label", "$l.applicationname == 'it\\'s \\\\ a label'"],
])('the label %s is quoted', (label, expected) => {
  expect(text({}, label)).toContain(`filter ${expected} && `);
});

test.each(['', '$d.a == 1 | limit 5', "$d.a == 'x", 'source logs | count'])(
  '%j is not one condition',
  (query) => {
    expect(() => text({ query })).toThrow('is not one condition');
  },
);

test('a query that is too long is refused before it is sent', () => {
  const actions = Array.from({ length: 200 }, (_, index) => `image.action-${index}`);
  expect(() => text({ actions })).toThrow('characters long');
});
