import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsFor } from '../../../../src/features/scan-logs/pane-columns.ts';
import { columnNames } from '../../../../src/features/scan-logs/store-columns.ts';

const names = (width: number, ...hidden: (typeof columnNames)[number][]) =>
  columnsFor(width, new Set(hidden)).map(({ name }) => name);

test.each([
  [57, ['time', 'repository', 'tag', 'severity', 'malware']],
  [78, ['time', 'source', 'repository', 'tag', 'severity', 'malware', 'workloads']],
  [86, ['time', 'source', 'repository', 'tag', 'severity', 'malware', 'workloads']],
  [158, [...columnNames]],
])('%d cells hold %j', (width, expected) => {
  expect(names(width)).toEqual(expected);
});

test('hiding others makes room for the registry', () => {
  expect(names(78, 'time', 'source')).toContain('registry');
});

test('the columns fill the width, and never more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 58, max: 260 }),
      fc.subarray([...columnNames], { maxLength: columnNames.length - 1 }),
      (width, hidden) => {
        const columns = columnsFor(width, new Set(hidden));
        const taken = columns.reduce((sum, column) => sum + column.width + 1, 0);
        expect(columns.length).toBeGreaterThan(0);
        expect(taken).toBeLessThanOrEqual(width);
        const hasImage = columns.some(({ name }) => name === 'repository' || name === 'tag');
        if (hasImage) expect(taken).toBe(width);
      },
    ),
  );
});

test('the repository has the most room, for its end to be read', () => {
  for (const width of [78, 86, 158]) {
    const of = (name: string) =>
      columnsFor(width, new Set()).find((column) => column.name === name);
    expect(of('repository')?.width).toBeGreaterThan(of('tag')?.width ?? 0);
    expect(of('repository')?.width).toBeGreaterThan(of('registry')?.width ?? 0);
  }
});
