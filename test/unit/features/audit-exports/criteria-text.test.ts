import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExportOption } from '../../../../src/export-engine/kind.ts';
import {
  criteriaText,
  readCriteria,
} from '../../../../src/features/audit-exports/store-criteria-text.ts';

const options: readonly ExportOption[] = [
  { flags: '--dry-run', description: 'on trial' },
  { flags: '--user <name>', description: 'who', repeatable: true },
  { flags: '--registry <host>', description: 'where' },
];

describe('criteria as they are typed', () => {
  test.each([
    ['', {}],
    ['--dry-run', { dryRun: true }],
    ['--user ann --user "ben lee"', { user: ['ann', 'ben lee'] }],
    ['--registry=docker.io', { registry: 'docker.io' }],
    ['--registry a --registry b', { registry: 'b' }],
    ["--user ''", { user: [''] }],
  ])('%j', (text, criteria) => {
    expect(readCriteria(text, options)).toEqual(criteria);
  });

  test.each([
    ['--colour red', '--colour is no option here'],
    ['ann', 'ann is no option'],
    ['--user', '--user needs a value'],
    ['--user "ann', 'is not closed'],
  ])('%j is refused', (text, message) => {
    expect(() => readCriteria(text, options)).toThrow(message);
  });

  test('are read back as they were written, whatever they hold', () => {
    const text = fc.string({ unit: 'grapheme' });
    const criteria = fc.record(
      {
        dryRun: fc.constant(true),
        user: fc.array(text, { minLength: 1, maxLength: 3 }),
        registry: text,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(criteria, (wanted) => {
        expect(readCriteria(criteriaText(wanted, options), options)).toEqual(wanted);
      }),
    );
  });
});
