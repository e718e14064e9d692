import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsThatFit, columnWidths, type TextColumn } from '../../../src/cli/table-layout.ts';
import { type CellValue, createTablePrinter } from '../../../src/cli/table-text.ts';
import { safeText } from '../../../src/core/safe-text.ts';
import { cells } from '../../../src/core/width.ts';

function layOutTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly CellValue[])[],
  width: number | null,
): string[] {
  const print = createTablePrinter(columns, { width: () => width, local: false });
  return print(rows).split('\n').slice(0, -1);
}

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
    const printed = (local: boolean) => {
      const print = createTablePrinter([{ header: 'At' }], { width: () => null, local });
      return print([[time]]).split('\n')[1] ?? '';
    };
    expect(printed(true)).toMatch(/^2026-11-2\dT\d\d:\d\d:41[+-]\d\d:\d\d$/);
    expect(Date.parse(printed(true))).toBe(Date.parse(time));
    expect(printed(false)).toBe(time);
  });

  test('has one header, and columns that grow with later rows and stay so', () => {
    const print = createTablePrinter([{ header: 'A' }, { header: 'B' }], {
      width: () => null,
      local: false,
    });
    expect(print([['a', 1]])).toBe('A  B\na  1\n');
    expect(print([['long', 2]])).toBe('long  2\n');
    expect(print([['s', null]])).toBe('s\n');
    expect(print([['s', true]])).toBe('s     true\n');
    expect(print([])).toBe('');
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

test('columns that are optional give way from the last on, whole ones are never shortened', () => {
  const columns = [
    { header: 'Name' },
    { header: 'Time', isWhole: true },
    { header: 'Digest', isOptional: true },
    { header: 'Status', isOptional: true },
  ];
  const rows = [['registry.example.test/team/image', '2026-11-21T12:00:00Z', 'sha256:1', 'done']];
  const names = (width: number | null) =>
    columnsThatFit(columns, rows, width).map(({ header }) => header);
  expect(names(null)).toEqual(['Name', 'Time', 'Digest', 'Status']);
  expect(names(72)).toEqual(['Name', 'Time', 'Digest', 'Status']);
  expect(names(71)).toEqual(['Name', 'Time', 'Digest']);
  expect(names(40)).toEqual(['Name', 'Time']);
  expect(columnWidths(columns.slice(0, 2), rows, { width: 40, least: [] })).toEqual([18, 20]);
});
