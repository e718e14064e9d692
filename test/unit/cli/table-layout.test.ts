import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOutTable } from '../../../src/cli/table-layout.ts';
import { tableText } from '../../../src/cli/table-text.ts';
import { safeText } from '../../../src/core/safe-text.ts';
import { cells } from '../../../src/core/width.ts';

describe('a table', () => {
  test('takes from the widest column until it fits', () => {
    const columns = [
      { header: 'Image' },
      { header: 'Note' },
      { header: 'N', align: 'right' as const },
    ];
    const rows = [['registry.example/library/alpine', 'scanned without a finding', '7']];
    expect(layOutTable(columns, rows, null)[1]).toBe(
      'registry.example/library/alpine  scanned without a finding  7',
    );
    expect(layOutTable(columns, rows, 40)).toEqual([
      'Image              Note                N',
      'registry.example…  scanned without a…  7',
    ]);
  });

  test('keeps a column within its own widest', () => {
    const lines = layOutTable(
      [{ header: 'E', maxWidth: 6 }, { header: 'F' }],
      [['abcdefghij', 'x']],
      null,
    );
    expect(lines).toEqual(['E       F', 'abcde…  x']);
  });

  test('measures in cells', () => {
    const lines = layOutTable(
      [{ header: 'E' }, { header: 'F' }],
      [
        ['漢字', 'x'],
        ['ab', 'y'],
      ],
      null,
    );
    expect(lines).toEqual(['E     F', '漢字  x', 'ab    y']);
  });

  test('shows times in the local zone when asked to', () => {
    const time = '2026-11-21T12:03:41Z';
    const shown = tableText([{ header: 'At' }], [[time]], { width: null, local: true }).split(
      '\n',
    )[1];
    expect(shown).toMatch(/^2026-11-2\dT\d\d:\d\d:41[+-]\d\d:\d\d$/);
    expect(Date.parse(shown ?? '')).toBe(Date.parse(time));
    expect(tableText([{ header: 'At' }], [[time]], { width: null, local: false })).toContain(time);
  });

  test('is never wider than the terminal while its columns can shrink', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 }).map((value) => safeText(value));
    const property = fc.property(
      fc.array(fc.tuple(text, text, text), { maxLength: 8 }),
      fc.integer({ min: 24, max: 120 }),
      (rows, width) => {
        const lines = layOutTable([{ header: 'A' }, { header: 'B' }, { header: 'C' }], rows, width);
        expect(lines).toHaveLength(rows.length + 1);
        for (const line of lines) expect(cells(line)).toBeLessThanOrEqual(width);
      },
    );
    fc.assert(property, { numRuns: 100 });
  });
});
