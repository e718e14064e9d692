import { expect, test } from 'vitest';
import { engineOptions } from '../../../src/features/audit-exports/command.ts';
import { exportOffers } from '../../../src/features/index.ts';

test.each(exportOffers)('$kind is what it is offered as', async ({ kind, source, title, load }) => {
  expect(await load()).toMatchObject({ name: kind, source, title });
});

test.each(exportOffers)('no criterion of $kind is called as an option of all', ({ options }) => {
  const names = options.map(({ flags }) => /--([a-z-]+)/.exec(flags)?.[1]);
  expect(names.filter((name) => engineOptions.includes(name ?? ''))).toEqual([]);
});
