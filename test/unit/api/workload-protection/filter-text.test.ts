import { expect, test } from 'vitest';
import { asServerReads } from '../../../../src/api/workload-protection/filter-text.ts';

test.each([
  ['ruleName in ("a", "b")', 'ruleName in ("a", "b")'],
  ['ruleName in ("a in b")', '(ruleName = "a in b")'],
  [
    'severity < 4 and ruleName in ("x", "a in b") or name = "c"',
    'severity < 4 and (ruleName = "x" or ruleName = "a in b") or name = "c"',
  ],
  ['ruleName not in ("a in b", "c")', 'not (ruleName = "a in b" or ruleName = "c")'],
  ['not ruleName IN("a \\"in\\" b",7)', 'not (ruleName = "a \\"in\\" b" or ruleName = 7)'],
  ['name = "ruleName in (\\"a in b\\")"', 'name = "ruleName in (\\"a in b\\")"'],
  ['name in ("brackets (in) a value", "b")', '(name = "brackets (in) a value" or name = "b")'],
  ['name in ("inside", "within")', 'name in ("inside", "within")'],
  ['name in (', 'name in ('],
])('%s is sent as %s', (typed, sent) => expect(asServerReads(typed)).toBe(sent));
