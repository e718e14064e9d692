import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Feature } from '../../src/features/feature.ts';
import { type Driver, openDeck } from '../support/driver.ts';
import { type FakeSessionOptions, fakeHealth, fakeSession } from '../support/fake-session.ts';
import { type RowPane, rowPane } from '../support/row-pane.tsx';

const rows = Array.from({ length: 60 }, (_, index) => `registry-${index}.example/app`);
let driver: Driver;
afterEach(() => driver.close());

function unbuilt(slot: Feature['slot'], title: string): Feature {
  const id = title.toLowerCase();
  return {
    ...{ id, slot, title, source: 'xray', vendor: 'JFrog Xray' },
    ...{ question: 'Where is all of it?', keymap: [], commands: [] },
  };
}

interface Opened {
  readonly progress: RowPane;
  readonly logs: RowPane;
  readonly session: ReturnType<typeof fakeSession>;
}

async function open(
  size: { columns: number; rows: number },
  options: FakeSessionOptions = {},
): Promise<Opened> {
  const session = fakeSession(options);
  const progress = rowPane({ id: 'progress', slot: 1, title: 'Progress', rows });
  const logs = rowPane({
    id: 'logs',
    slot: 2,
    title: 'Scan logs',
    rows: ['one', 'two'],
    source: 'carbonBlack',
  });
  const features = [progress.feature, logs.feature, unbuilt(3, 'Exports')];
  session.health.set(fakeHealth({ prisma: { state: 'ok', lastOkAt: session.clock.now() } }));
  driver = await openDeck({ ...size, session, clock: session.clock, features });
  return { progress, logs, session };
}

const small = { columns: 80, rows: 24 };
const usual = { columns: 120, rows: 40 };

describe.each([small, usual, { columns: 200, rows: 60 }])('at $columns x $rows', (size) => {
  test('the deck fills the screen: header, tabs, rule, pane, footer', async () => {
    await open(size);
    const screen = driver.screen();
    expect(screen).toHaveLength(size.rows);
    expect(screen[0]).toMatch(/^ scandeck {2}demo .*prisma ok .* 12:03Z$/);
    expect(screen[1]?.trimEnd()).toBe(' 1 Progress   2 Scan logs   3 Exports');
    expect(screen[2]).toBe('━'.repeat(12) + '─'.repeat(size.columns - 12));
    expect(screen[3]).toBe(`▌${'registry-0.example/app'.padEnd(40)}going  row`);
    expect(screen[size.rows - 2]).toContain(`registry-${size.rows - 5}.example`);
    expect(screen[size.rows - 1]).toMatch(/^ j\/k move {2}enter open .*\? help +60 rows$/);
  });

  test('a cursor move is cheap, and an idle minute costs a clock', async () => {
    await open(size);
    await driver.press('shell.down');
    driver.bytes();
    await driver.press('shell.down');
    expect(driver.bytes()).toBeLessThanOrEqual(300);
    await driver.advance(1_000);
    expect(driver.bytes()).toBe(0);
    await driver.press('shell.page-down');
    expect(driver.bytes()).toBeLessThanOrEqual(6_000);
  });
});

describe('the selected row', () => {
  test('is one inverse run with a mark', async () => {
    await open(usual);
    await driver.press('shell.down');
    expect(driver.screen()[4]).toMatch(/^▌registry-1/);
    expect(driver.cellAt(1, 4)).toMatchObject({ inverse: true, colour: null });
    expect(driver.cellAt(41, 4)).toMatchObject({ text: 'g', inverse: true, colour: null });
    expect(driver.cellAt(41, 3)).toMatchObject({ text: 'g', inverse: false, colour: 2 });
  });
});

describe('places', () => {
  test('a pane is as it was left, and [ and ] go back and forward', async () => {
    const { progress } = await open(usual, { sources: ['prisma', 'carbonBlack'] });
    await driver.press('shell.down', 'shell.down', 'shell.pane-2');
    expect(driver.screen()[3]).toMatch(/^▌one/);
    await driver.press('shell.down', 'shell.place-back');
    expect(driver.screen()[5]).toMatch(/^▌registry-2/);
    await driver.press('shell.place-forward');
    expect(driver.screen()[4]).toMatch(/^▌two/);
    expect(progress.calls).toEqual(['start']);
  });

  test('a place that a pane marked is come back to', async () => {
    const { progress } = await open(usual);
    await driver.press('shell.down');
    progress.host().markPlace();
    await driver.press('shell.last', 'shell.place-back');
    expect(driver.screen().find((row) => row.startsWith('▌'))).toContain('registry-1.');
  });

  test('no place to go to is said', async () => {
    await open(usual);
    await driver.press('shell.place-back');
    expect(driver.screen().at(-1)).toContain('There is no place to go back to');
  });
});

describe('a pane that is not there', () => {
  test('says what it will show, and that it is not built yet', async () => {
    await open(small);
    await driver.press('shell.pane-3');
    const text = driver.text();
    expect(text).toContain('Where is all of it?');
    expect(text).toContain('JFrog Xray');
    expect(text).toContain('xray, not in profile demo');
    expect(text).toContain('This pane is not built yet');
    expect(driver.screen().at(-1)).toBe(' : command  ? help');
  });

  test('says how to add its source', async () => {
    const { logs } = await open(small);
    await driver.press('shell.pane-2');
    expect(driver.text()).toContain('! The profile demo has no carbonBlack source');
    expect(driver.text()).toContain('scandeck profile add demo --source carbonBlack');
    expect(logs.calls).toEqual([]);
    await driver.press('shell.down');
    expect(driver.screen().at(-1)).toContain('Not now: the profile has no such source');
  });
});

describe('the header', () => {
  test('names the profile in its colour, and what is unsafe', async () => {
    await open(usual, { colour: 'red', readOnly: true, insecureSources: ['prisma'] });
    expect(driver.screen()[0]).toContain('demo   read-only  TLS unchecked: prisma');
    expect(driver.cellAt(11, 0)).toMatchObject({ text: 'd', inverse: true, colour: 1 });
  });

  test('has no colour with NO_COLOR, and tells states all the same', async () => {
    const session = fakeSession({ colour: 'red', readOnly: true });
    const env = { TERM: 'xterm-256color', NO_COLOR: '1' };
    const { feature } = rowPane({ id: 'p', slot: 1, title: 'Progress', rows });
    driver = await openDeck({ ...usual, session, clock: session.clock, env, features: [feature] });
    const cells = driver
      .screen()
      .flatMap((row, y) => Array.from(row, (_, x) => driver.cellAt(x, y)));
    expect(
      cells.filter(({ colour, background }) => colour !== null || background !== null),
    ).toEqual([]);
    expect(driver.screen()[0]).toContain('read-only');
    expect(driver.cellAt(1, 3).inverse).toBe(true);
  });

  test('tells a source that is gone, its age in steps, and its return', async () => {
    const { session } = await open(usual);
    const since = session.clock.now();
    session.health.set(
      fakeHealth({
        prisma: {
          ...{ state: 'failing', lastOkAt: since, since, word: 'unreachable' },
          ...{ message: 'Refused', hint: undefined },
        },
      }),
    );
    await driver.settle();
    expect(driver.screen()[0]).toContain('prisma unreachable  ');
    driver.bytes();
    await driver.advance(9_000);
    expect(driver.bytes()).toBe(0);
    await driver.advance(1_000);
    expect(driver.screen()[0]).toContain('prisma unreachable 10s');
    session.health.set(fakeHealth({ prisma: { state: 'ok', lastOkAt: session.clock.now() } }));
    await driver.settle();
    expect(driver.screen()[0]).toContain('prisma ok');
  });

  test('its clock goes on by the minute', async () => {
    await open(usual);
    await driver.advance(19_000);
    expect(driver.screen()[0]).toMatch(/12:04Z$/);
  });
});

describe('the size', () => {
  test('too small is said, and a larger one draws everything', async () => {
    await open(small);
    await driver.resize(59, 24);
    // The emulator keeps what was right of a narrower window.
    expect(driver.screen()[0]?.slice(0, 59).trim()).toBe('59x24: scandeck needs 60x15');
    expect(driver.screen()[1]?.slice(0, 59).trim()).toBe('');
    await driver.resize(120, 14);
    expect(driver.screen()[0]).toBe('120x14: scandeck needs 60x15');
    await driver.resize(60, 15);
    expect(driver.screen()).toHaveLength(15);
    expect(driver.screen().at(-1)).toContain('? help');
    await driver.resize(120, 40);
    expect(driver.screen()[38]).toContain('registry-35');
  });
});

describe('leaving', () => {
  test.each([
    ['q', 0],
    ['ctrl-c', 130],
  ])('%s ends with %i', async (key, exitCode) => {
    const { progress } = await open(small);
    await driver.keys(key);
    expect(await driver.ended).toMatchObject({ exitCode });
    expect(progress.calls).toEqual(['start', 'stop']);
    expect(driver.modes()).toMatchObject({ alternateScreen: false, cursorVisible: true });
  });

  test('ctrl-c gets out of a form too', async () => {
    const { progress } = await open(small);
    progress.capture({ type: () => {}, key: () => {} });
    await driver.keys('q', 'ctrl-c');
    expect(await driver.ended).toMatchObject({ exitCode: 130 });
  });
});

test('what lies over the end of a pane covers it, and squeezes nothing', async () => {
  await open(small);
  const before = driver.screen();
  await driver.keys(':');
  const rule = driver.screen().findIndex((row, y) => y > 2 && row.startsWith('───'));
  expect(rule).toBeGreaterThan(10);
  expect(driver.screen().slice(0, rule)).toEqual(before.slice(0, rule));
  await driver.keys('[');
  expect(driver.screen().slice(0, 21)).toEqual(before.slice(0, 21));
});

test('what was painted bit by bit is what a whole repaint shows', async () => {
  const keys = [
    'j',
    'k',
    'pgdn',
    'G',
    'g',
    '?',
    'L',
    'e',
    ':',
    '/',
    's',
    'a',
    'tab',
    'enter',
    'esc',
  ];
  const anyKeys = fc.array(fc.constantFrom(...keys, '2', '3', '1', '[', ']', 'y'), {
    maxLength: 12,
  });
  await open(small, { sources: ['prisma', 'carbonBlack'] });
  await fc.assert(
    fc.asyncProperty(anyKeys, async (pressed) => {
      await driver.keys(...pressed);
      const painted = driver.screen();
      await driver.keys('ctrl-l');
      expect(driver.screen().map((row) => row.trimEnd())).toEqual(
        painted.map((row) => row.trimEnd()),
      );
    }),
    { numRuns: 25 },
  );
});

test('the window is named after what the pane does', async () => {
  await open(small);
  expect(driver.modes().title).toBe('progress - scandeck - demo');
});
