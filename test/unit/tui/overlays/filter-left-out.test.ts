import { expect, test } from 'vitest';
import type { Pane } from '../../../../src/features/feature.ts';
import { createDeck } from '../../../../src/tui/deck.ts';
import { fakeSession } from '../../../support/fake-session.ts';
import { rowPane } from '../../../support/row-pane.tsx';

const terminal = {
  bell: () => {},
  title: () => {},
  copy: () => 'sent' as const,
  suspend: () => {},
  redraw: () => {},
  hurry: () => {},
};

const leftOut = 'The filter /alp/ is left out: only the deck applies it.';

/** What `e` says beside the commands, on a pane with that note of its own. */
async function noteOf(filter: string, note?: string): Promise<string | undefined> {
  const { feature } = rowPane({ id: 'p', slot: 1, title: 'P', rows: ['alpha', 'beta'] });
  const module = await feature.pane?.();
  if (module === undefined) throw new Error('a row pane has a module');
  const twin: Pane['twin'] = () => ({
    ...{ command: 'scandeck progress', curl: 'curl' },
    ...(note === undefined ? {} : { note }),
  });
  const session = fakeSession();
  const pane = async () => ({
    open: (host: Parameters<typeof module.open>[0]) => ({ ...module.open(host), twin }),
  });
  const deck = createDeck({ session, features: [{ ...feature, pane }], terminal });
  deck.start();
  await session.activity.idle();
  deck.key('/');
  deck.paste(filter);
  deck.key('enter');
  deck.key('e');
  const { overlay } = deck.store.get();
  await deck.stop();
  if (overlay?.kind !== 'twin') throw new Error('e opens the twin');
  return overlay.note;
}

test.each([
  ['nothing without a filter', '', undefined, undefined],
  ['the filter that is in force', 'alp', undefined, leftOut],
  ["it and the pane's own note", 'alp', 'It prints more rows.', `It prints more rows. ${leftOut}`],
  ["the pane's own note alone", '', 'It prints more rows.', 'It prints more rows.'],
])('the twin says %s', async (_what, filter, note, expected) => {
  expect(await noteOf(filter, note)).toBe(expected);
});
