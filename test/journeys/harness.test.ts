import { afterEach, expect, test } from 'vitest';
import { type Driver, openDeck } from '../support/driver.ts';
import { type FakeSession, fakeSession } from '../support/fake-session.ts';
import { rowPane } from '../support/row-pane.tsx';

const ids = Array.from({ length: 200 }, (_, index) => `registry-${index}.example.test/team/image`);

let session: FakeSession;
let deck: Driver;
afterEach(() => deck.close());

async function open(columns = 120, rows = 40): Promise<void> {
  session = fakeSession();
  const { feature } = rowPane({ id: 'rows', slot: 1, title: 'Rows', rows: ids });
  deck = await openDeck({ columns, rows, session, clock: session.clock, features: [feature] });
}

const selectedRow = () => deck.screen().findIndex((_row, y) => deck.cellAt(2, y).inverse);

test('a binding is pressed by its id, whatever its key', async () => {
  await open();
  const first = selectedRow();
  await deck.press('shell.down', 'shell.down', 'shell.up');
  expect(selectedRow()).toBe(first + 1);
});

test('text is typed and pasted where the deck takes it', async () => {
  await open();
  await deck.press('shell.filter');
  await deck.type('registry-19');
  await deck.paste('5');
  await deck.keys('enter');
  expect(deck.text()).toContain('registry-195.example.test');
  expect(deck.text()).not.toContain('registry-194.example.test');
});

test('time moves only by hand', async () => {
  await open();
  expect(deck.screen()[0]).toContain('12:03Z');
  await deck.advance(60_000);
  expect(deck.screen()[0]).toContain('12:04Z');
});

test('a cursor move, a page and an idle second keep to their budgets', async () => {
  await open();
  await deck.press('shell.down');
  deck.bytes();
  await deck.press('shell.down');
  const move = deck.bytes();
  await deck.press('shell.page-down');
  const page = deck.bytes();
  await deck.advance(1_000);
  const idle = deck.bytes();
  expect(move).toBeGreaterThan(0);
  expect(move).toBeLessThanOrEqual(300);
  expect(page).toBeGreaterThan(move);
  expect(page).toBeLessThanOrEqual(6_000);
  expect(idle).toBe(0);
});

test('a new size is drawn whole', async () => {
  await open();
  await deck.resize(80, 24);
  expect(deck.screen()).toHaveLength(24);
  expect(deck.screen().at(-1)).toContain('move');
});

test('ends as the user ends it, and restores the terminal', async () => {
  await open();
  await deck.press('shell.quit-now');
  expect(await deck.ended).toMatchObject({ exitCode: 130 });
  expect(deck.modes()).toMatchObject({ alternateScreen: false, autoWrap: true });
});

test('an id that no binding has is told with those that are', async () => {
  await open();
  await expect(deck.press('shell.nothing')).rejects.toThrow('shell.quit-now');
});
