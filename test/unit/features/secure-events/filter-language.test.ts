import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInFilterFields } from '../../../../src/api/workload-protection/filter-fields.ts';
import { allOf, isOneOf, quoted } from '../../../../src/api/workload-protection/filter-text.ts';
import {
  checkFilter,
  completeFilter,
} from '../../../../src/features/secure-events/filter-language.ts';
import { filterTokens } from '../../../../src/features/secure-events/filter-tokens.ts';

const fields = builtInFilterFields;

describe('checkFilter takes', () => {
  test.each([
    'severity = 3',
    'severity in ("0","1","2","3") and not originator in ("benchmarks", "compliance")',
    'source != "auditTrail" and not originator in ("benchmarks","compliance","cloudsec")',
    'ruleName = "Redirect STDOUT/STDIN to Network Connection in Container"',
    'name contains "say \\"hi\\"" or (ruleName exists and agentId >= 12)',
    'kubernetes.pod.name not exists',
    'image.repo starts with "docker.io/" or image.repo startsWith "icr.io/"',
    'kubernetes.label.of.a.tenant = "x"',
    'container.id not in ("a")',
  ])('%s', (text) => expect(checkFilter(text, fields)).toEqual({ ok: true }));
});

describe('checkFilter points at', () => {
  test.each([
    ['severty = 3', 0, 'severty is no field; severity is'],
    ['rulename = "a"', 0, 'rulename is no field; ruleName is'],
    ['severity = 3 and zzz = 1', 17, 'zzz is no field'],
    ['ruleName = shell', 11, 'write it in double quotes: "shell"'],
    ["ruleName = 'shell'", 11, 'values stand in double quotes'],
    ['ruleName = "shell', 11, 'the value has no closing quote'],
    ['ruleName', 8, 'an operator belongs here: =, !=, <, <=, >, >=, in, contains, exists'],
    ['ruleName =', 10, 'a value in double quotes belongs here'],
    ['ruleName in "a"', 12, 'a list belongs here: ("a", "b")'],
    ['ruleName in ("a" "b")', 17, 'a comma or a closing bracket belongs here'],
    ['(severity = 3', 13, 'a closing bracket is missing'],
    ['severity = 3)', 12, 'and, or or a closing bracket belongs here'],
    ['severity = 3 severity = 4', 13, 'and, or or a closing bracket belongs here'],
    ['severity = "high"', 11, 'severity is 0 to 7: high 0 to 3, medium 4 and 5, low 6, info 7'],
    ['and severity = 3', 0, 'a field belongs here'],
  ])('%s', (text, at, message) => expect(checkFilter(text, fields)).toEqual({ at, message }));

  test("a label that the server's own list lacks", () => {
    const own = [{ name: 'severity', type: null, operators: null }];
    expect(checkFilter('kubernetes.x = "y"', own)).toMatchObject({ at: 0 });
  });
});

describe('completeFilter offers', () => {
  test.each([
    ['sev', { from: 0, to: 3, options: ['severity '] }],
    ['severity = 3 and rulen', { from: 17, to: 22, options: ['ruleName '] }],
    ['severity ', { from: 9, to: 9, options: ['= ', '!= ', '< ', '<= ', '> ', '>= ', 'in '] }],
    ['freeText ', { from: 9, to: 9, options: ['= ', '!= '] }],
    ['originator = ', { from: 13, to: 13, options: ['"policy"', '"scanning"'] }],
    ['severity = 3 ', { from: 13, to: 13, options: ['and ', 'or '] }],
    ['(severity = 3 ', { from: 14, to: 14, options: ['and ', 'or ', ')'] }],
    ['severity = 3 a', { from: 13, to: 14, options: ['and '] }],
    ['severity 3 ', { from: 11, to: 11, options: [] }],
  ])('%j', (text, offered) => {
    expect(completeFilter(text, text.length, { fields })).toEqual(offered);
  });

  const seen = (field: string) =>
    field === 'ruleName' ? ['Say "hi"', 'Shell in a container', 'a\u001b[2Jb'] : ['policy', 'x'];
  test.each([
    ['ruleName = ', 11, ['"Say \\"hi\\""', '"Shell in a container"']],
    ['ruleName = "shell i', 11, ['"Shell in a container"']],
    ['ruleName in ("Say \\"', 13, ['"Say \\"hi\\""']],
    ['originator = ', 13, ['"policy"', '"x"', '"scanning"']],
  ])('what was seen at the end of %s', (text, from, options) => {
    expect(completeFilter(text, text.length, { fields, seen })).toMatchObject({ from, options });
  });
});

describe('a value', () => {
  test('of any text is read back as it was', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const [token, ...others] = filterTokens(quoted(value));
        expect(others).toEqual([]);
        expect(token?.text.slice(1, -1).replace(/\\([\\"])/g, '$1')).toBe(value);
      }),
    );
  });

  test.each([
    [['a', 'b'], 'ruleName in ("a", "b")'],
    [['a'], 'ruleName = "a"'],
    [['Connection in Container', 'b'], '(ruleName = "Connection in Container" or ruleName = "b")'],
    [['say "hi"', 'c:\\x'], 'ruleName in ("say \\"hi\\"", "c:\\\\x")'],
  ])('is written so that a server reads it rightly: %j', (values, text) => {
    expect(isOneOf('ruleName', values)).toBe(text);
    expect(checkFilter(text, fields)).toEqual({ ok: true });
  });

  test('keeps what stands beside it apart', () => {
    expect(allOf('a = "1" or b = "2"', null, ' ', 'c = "x or y"')).toBe(
      '(a = "1" or b = "2") and c = "x or y"',
    );
    expect(allOf('(a = "1") or (b = "2")', 'c = "3"')).toBe('((a = "1") or (b = "2")) and c = "3"');
    expect(allOf(null, '')).toBeNull();
    expect(allOf('a = "1" or b = "2"')).toBe('a = "1" or b = "2"');
  });
});
