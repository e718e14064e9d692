import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { App } from '../../src/tui/app.tsx';
import { createDeck } from '../../src/tui/deck.ts';
import { saveRowIn } from '../../src/tui/row-file.ts';
import { type Driver, openDeck } from '../support/driver.ts';
import { fakeExchange, fakeSession } from '../support/fake-session.ts';
import { rowPane } from '../support/row-pane.tsx';
import { openScreen } from '../support/screen.ts';

let driver: Driver | undefined;
afterEach(async () => {
  await driver?.close();
  driver = undefined;
});

async function open(columns = 80, rows = 24) {
  const session = fakeSession();
  const progress = rowPane({ id: 'progress', slot: 1, title: 'Progress', rows: ['alpha', 'beta'] });
  const features = [progress.feature];
  const deck = await openDeck({ columns, rows, session, clock: session.clock, features });
  driver = deck;
  return { deck, session, progress };
}

describe('the help', () => {
  test('lists the keys, scrolls, and closes', async () => {
    const { deck } = await open();
    await deck.press('shell.help');
    expect(deck.screen()[4]).toMatch(/^ for +keys +does +now$/);
    expect(deck.text()).not.toContain('Quit at once');
    await deck.keys('end');
    expect(deck.text()).toContain('Quit at once, with exit code 130');
    expect(deck.screen()[3]).toMatch(/\d+-(\d+) of \1$/);
    await deck.keys('?');
    expect(deck.screen()[3]).toMatch(/^▌alpha/);
  });

  test('is searched by typing; q is a letter there', async () => {
    const { deck } = await open();
    await deck.press('shell.help');
    await deck.type('quit');
    expect(deck.text()).toContain('Quit at once');
    expect(deck.text()).not.toContain('Move down');
    await deck.keys('esc');
    expect(deck.text()).toContain('Move down');
    await deck.keys('esc');
    expect(deck.screen()[3]).toMatch(/^▌alpha/);
  });

  test('says why something cannot be done', async () => {
    const { deck } = await open();
    await deck.press('shell.help');
    expect(deck.text()).toMatch(/tab +Go to the next region +one region only/);
  });
});

describe('the log of calls', () => {
  test('shows calls as they come, and one in full', async () => {
    const { deck, session } = await open(120, 40);
    await deck.press('shell.log');
    expect(deck.text()).toContain('No call yet.');
    const failed = { status: null, errorCode: 'refused', error: 'connect ECONNREFUSED' };
    session.exchanges.set([fakeExchange(1), fakeExchange(2, failed)]);
    await deck.settle();
    expect(deck.screen()[5]).toMatch(/^▌12:03:45Z GET +- .* refused {2}\/api/);
    await deck.press('shell.open');
    expect(deck.text()).toContain('refused: connect ECONNREFUSED');
    await deck.keys('esc');
    expect(deck.screen()[3]).toContain('2 calls');
    await deck.keys('q');
    expect(deck.screen()[3]).toMatch(/^▌alpha/);
  });

  test('keeps its call in view when the window shrinks', async () => {
    const { deck, session } = await open(120, 40);
    session.exchanges.set(Array.from({ length: 60 }, (_, index) => fakeExchange(index + 1)));
    await deck.press('shell.log', 'shell.page-down');
    await deck.resize(80, 15);
    expect(deck.screen().filter((row) => row.startsWith('▌'))).toHaveLength(1);
  });
});

describe('the headless twin', () => {
  test('is shown and copied whole', async () => {
    const { deck } = await open();
    await deck.press('shell.twin');
    expect(deck.text()).toContain('scandeck progress -o table');
    await deck.press('shell.copy-id');
    expect(deck.modes().copied).toEqual(['scandeck progress -o table']);
    expect(deck.screen().at(-1)).toContain('Sent the command to the terminal; it may refuse');
  });
});

describe('copying', () => {
  test('sends the id, and the row as JSON with exact numbers', async () => {
    const { deck } = await open();
    await deck.press('shell.copy-id', 'shell.copy-row');
    const [id, row] = deck.modes().copied;
    expect(id).toBe('alpha');
    expect(row).toBe('{\n  "name": "alpha",\n  "size": 1152921504606846976\n}');
  });

  test('says when a row is too large for it', async () => {
    const rows = rowPane({ id: 'p', slot: 1, title: 'P', rows: ['x'.repeat(200_000)] });
    const session = fakeSession();
    const deck = await openDeck({
      ...{ columns: 80, rows: 24, session, clock: session.clock },
      features: [rows.feature],
    });
    driver = deck;
    await deck.press('shell.copy-row');
    expect(deck.screen().at(-1)).toContain('! Too large for the terminal');
    expect(deck.modes().copied).toEqual([]);
  });
});

describe('writing a row', () => {
  test.each([
    ['writes it as JSON', '.', /✓ Wrote .*scandeck-progress-alpha\.json/],
    ['says what went wrong', 'no/such/folder', /✗ Nothing was written: ENOENT/],
  ])('%s', async (_, subfolder, expected) => {
    const folder = await mkdtemp(join(tmpdir(), 'scandeck-write-'));
    const session = fakeSession();
    const { feature } = rowPane({ id: 'progress', slot: 1, title: 'Progress', rows: ['alpha'] });
    const terminal = {
      bell() {},
      title() {},
      copy: () => 'sent' as const,
      suspend() {},
      redraw() {},
      hurry() {},
    };
    const save = saveRowIn(join(folder, subfolder));
    const deck = createDeck({ session, features: [feature], terminal, save });
    deck.resize(120, 24);
    const screen = await openScreen(<App deck={deck} />, { columns: 120, rows: 24 });
    deck.start();
    await session.activity.idle();
    deck.key('w');
    await session.activity.idle();
    await screen.settle();
    expect(screen.rows().at(-1)).toMatch(expected);
    const files = await readdir(folder);
    if (subfolder === '.') {
      expect(JSON.parse(await readFile(join(folder, files[0] ?? ''), 'utf8'))).toHaveProperty(
        'name',
        'alpha',
      );
    } else expect(files).toEqual([]);
    await deck.stop();
    await screen.close();
    await rm(folder, { recursive: true });
  });
});

describe('a pane that stops drawing', () => {
  test('says so, harmlessly; the rest goes on, and r tries again', async () => {
    const { deck, progress } = await open();
    progress.breakDrawing('no rows\u001b[31m left');
    await deck.settle();
    expect(deck.text()).toContain('✗ This pane stopped drawing: no rows␛[31m left');
    expect(deck.text()).toContain('r tries again');
    await deck.press('shell.help');
    expect(deck.text()).toContain('Move down');
    await deck.keys('esc');
    progress.breakDrawing(null);
    await deck.press('shell.refresh');
    expect(deck.screen()[3]).toMatch(/^▌alpha/);
  });
});
