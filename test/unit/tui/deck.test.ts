import { describe, expect, test } from 'vitest';
import { createDeck, type Deck } from '../../../src/tui/deck.ts';
import type { TerminalPort } from '../../../src/tui/terminal-port.ts';
import { type FakeSession, fakeHealth, fakeSession } from '../../support/fake-session.ts';
import { rowPane } from '../../support/row-pane.tsx';

const terminal: TerminalPort = {
  bell: () => {},
  title: () => {},
  copy: () => 'sent',
  suspend: () => {},
  redraw: () => {},
  hurry: () => {},
};

async function open(env: Record<string, string> = {}) {
  const session = fakeSession();
  const rows = rowPane({ id: 'rows', slot: 1, title: 'Rows', rows: ['a', 'b'] });
  const deck = createDeck({ session, features: [rows.feature], terminal, env });
  deck.start();
  await session.activity.idle();
  return { deck, session };
}

function countChanges(deck: Deck): () => number {
  let count = 0;
  deck.store.subscribe(() => {
    count += 1;
  });
  return () => count;
}

async function answerOften(session: FakeSession): Promise<void> {
  for (let count = 0; count < 200; count += 1) {
    await session.clock.advance(5);
    session.health.set(fakeHealth({ prisma: { state: 'ok', lastOkAt: session.clock.now() } }));
  }
}

describe('the deck', () => {
  test.each([
    ['at most 20 times', {}, 20],
    ['at most 10 times over SSH', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, 10],
  ])('publishes %s a second what it did not ask for', async (_, env, most) => {
    const { deck, session } = await open(env);
    const changes = countChanges(deck);
    await answerOften(session);
    // Each publication sets the health, and then the clock.
    expect(changes() / 2).toBeLessThanOrEqual(most + 1);
    expect(changes()).toBeGreaterThan(most / 2);
    await deck.stop();
  });

  test('publishes a call together with what else its turn brings', async () => {
    const { deck, session } = await open();
    const changes = countChanges(deck);
    session.health.set(fakeHealth({ prisma: { state: 'ok', lastOkAt: session.clock.now() } }));
    expect(changes()).toBe(0);
    await session.activity.idle();
    expect(deck.store.get().health.prisma).toMatchObject({ state: 'ok' });
    await deck.stop();
  });

  test('publishes a key at once, each of them', async () => {
    const { deck } = await open();
    deck.key(':');
    for (const key of 'abc') deck.key(key);
    const { prompt } = deck.store.get();
    expect(prompt).toMatchObject({ line: { field: { graphemes: ['a', 'b', 'c'] } } });
    await deck.stop();
  });

  test('publishes nothing when nothing happens, but for the minute', async () => {
    const { deck, session } = await open();
    await session.clock.advance(60_000 - (session.clock.now() % 60_000));
    const changes = countChanges(deck);
    await session.clock.advance(59_999);
    expect(changes()).toBe(0);
    await session.clock.advance(1);
    expect(changes()).toBe(1);
    await deck.stop();
  });

  test('leaves no timer behind', async () => {
    const { deck, session } = await open();
    deck.key('[');
    expect(session.clock.pending()).toBeGreaterThan(0);
    await deck.stop();
    expect(session.clock.pending()).toBe(0);
  });

  test('begins with the pane that it is told to', () => {
    const session = fakeSession();
    const one = rowPane({ id: 'one', slot: 1, title: 'One', rows: [] });
    const two = rowPane({ id: 'two', slot: 2, title: 'Two', rows: [] });
    const features = [one.feature, two.feature];
    const active = (initial: string) =>
      createDeck({ session, features, terminal, initial }).store.get().active;
    expect(active('two')).toBe('two');
    expect(active('no such')).toBe('one');
  });
});
