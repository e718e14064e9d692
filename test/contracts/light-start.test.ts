import { expect, test } from 'vitest';
import { loadedWith } from './imports.ts';
import { filesBelow, sourcesBelow } from './project-files.ts';

const heavy = ['react', 'ink', 'ink-table', 'undici', 'zod', 'conf', 'csv-stringify'];
const painting = ['react', 'ink'];

test('help, version and keys load no heavy package', () => {
  const loaded = loadedWith(['src/main.ts', 'src/features/index.ts'], (edge) => !edge.isDynamic);
  expect(loaded).toContain('src/core/errors.ts');
  expect(heavy.filter((name) => loaded.has(name))).toEqual([]);
});

test('a headless command loads neither React nor Ink', () => {
  const commands = [
    ...sourcesBelow('src/cli'),
    ...sourcesBelow('src/config'),
    ...sourcesBelow('src/simulator'),
    ...filesBelow('src/features').filter((path) => path.endsWith('/command.ts')),
  ];
  // The table printer draws with ink-table on purpose, and is loaded for `-o table` alone.
  const loaded = loadedWith(commands, ({ target }) => target !== 'src/cli/table-output.tsx');
  expect(loaded).toContain('src/features/scan-progress/command.ts');
  expect(painting.filter((name) => loaded.has(name))).toEqual([]);
});
