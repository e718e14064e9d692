import { describe, expect, test } from 'vitest';
import { createDeck } from '../../../src/tui/deck.ts';
import {
  type FakeSession,
  fakeExchange,
  fakeHealth,
  fakeSession,
} from '../../support/fake-session.ts';
import { rowPane } from '../../support/row-pane.tsx';

async function open() {
  const session = fakeSession();
  const rows = rowPane({ id: 'rows', slot: 1, title: 'Rows', rows: ['a', 'b'] });
  const port = { bell: () => {}, title: () => {}, copy: () => 'sent' as const };
  const terminal = { ...port, suspend: () => {}, redraw: () => {}, hurry: () => {} };
  const deck = createDeck({ session, features: [rows.feature], terminal });
  deck.start();
  await session.activity.idle();
  const answer = async () => {
    session.exchanges.update((all) => [...all, fakeExchange(all.length)]);
    session.health.set(fakeHealth({ prisma: { state: 'ok', lastOkAt: session.clock.now() } }));
    await session.clock.advance(100);
  };
  await answer();
  return { deck, session, answer };
}

describe('what is drawn', () => {
  test('stays the same object while calls go well and nobody looks at them', async () => {
    const { deck, answer } = await open();
    const [drawn, known] = [deck.drawn(), deck.store.get()];
    await answer();
    expect(deck.store.get()).not.toBe(known);
    expect(deck.store.get().exchanges).toHaveLength(2);
    expect(deck.drawn()).toBe(drawn);
    await deck.stop();
  });

  test('follows the calls while their log is open, and has all of them', async () => {
    const { deck, answer } = await open();
    await answer();
    deck.key('L');
    expect(deck.drawn().exchanges).toHaveLength(2);
    await answer();
    expect(deck.drawn().exchanges).toHaveLength(3);
    await deck.stop();
  });

  test.each([
    ['a source fails', failing],
    ['the clock shows another minute', ({ clock }: FakeSession) => clock.advance(60_000)],
  ])('is another when %s', async (_, change) => {
    const { deck, session } = await open();
    const drawn = deck.drawn();
    await change(session);
    await session.clock.advance(100);
    expect(deck.drawn()).not.toBe(drawn);
    expect(deck.drawn()).toBe(deck.store.get());
    await deck.stop();
  });
});

async function failing(session: FakeSession): Promise<void> {
  const error = { since: session.clock.now(), word: 'auth', message: 'refused', hint: undefined };
  session.health.set(fakeHealth({ prisma: { state: 'failing', lastOkAt: null, ...error } }));
}
