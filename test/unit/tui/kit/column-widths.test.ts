import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnWidths } from '../../../../src/tui/kit/column-widths.ts';

const traits = [
  { name: 'time', least: 8, most: 8, share: 0 },
  { name: 'name', least: 10, most: 20, share: 1 },
  { name: 'spare', least: 6, most: 6, share: 0 },
  { name: 'text', least: 10, most: 100, share: 2 },
] as const;

test('columns fill a width without leaving it, and the spare one goes first', () => {
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 300 }), (width) => {
      const columns = columnWidths(traits, width, ['spare']);
      const used = columns.reduce((sum, column) => sum + column.width + 1, -1);
      expect(used).toBeLessThanOrEqual(width);
      expect(columns.some(({ name }) => name === 'spare')).toBe(width >= 8 + 10 + 6 + 10 + 3);
      for (const { name, width: cells } of columns) {
        const trait = traits.find((candidate) => candidate.name === name);
        expect(cells).toBeGreaterThanOrEqual(trait?.least ?? 0);
        expect(cells).toBeLessThanOrEqual(trait?.most ?? 0);
      }
    }),
  );
});
