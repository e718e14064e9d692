import { afterEach, expect, test } from 'vitest';
import type { Feature } from '../../src/features/feature.ts';
import { type Driver, openDeck } from '../support/driver.ts';
import { fakeSession } from '../support/fake-session.ts';
import { localProgram } from '../support/local-program.ts';
import { createMemoryDisk } from '../support/memory-disk.ts';
import { rowPane } from '../support/row-pane.tsx';

let deck: Driver;
afterEach(() => deck.close());

/** Opens a deck whose second feature, which is not in front, greets. */
async function openWith(greeting: NonNullable<Feature['greeting']>): Promise<void> {
  const session = fakeSession();
  const program = localProgram({
    ...{ stateFolder: '/state', workFolder: '/out', disk: createMemoryDisk().disk },
    session: () => session,
    kind: () => Promise.reject(new Error('There is no kind')),
  });
  const { feature } = rowPane({ id: 'rows', slot: 1, title: 'Rows', rows: ['a'] });
  const other = rowPane({ id: 'other', slot: 2, title: 'Other', rows: [] }).feature;
  const features = [feature, { ...other, greeting }];
  const { clock } = session;
  deck = await openDeck({ columns: 80, rows: 24, clock, features, session, program });
  await deck.advance(500);
}

test('a feature that is not in front tells what the user should know', async () => {
  await openWith(async ({ program }) => `2 exports were interrupted in ${program.stateFolder}`);
  expect(deck.screen().at(-1)).toContain('! 2 exports were interrupted in /state');
});

test('one that has nothing to tell, or can not look, tells nothing', async () => {
  await openWith(() => Promise.reject(new Error('no folder')));
  expect(deck.screen().at(-1)).toContain('? help');
});
