import { afterEach, describe, expect, test } from 'vitest';
import type { Binding } from '../../src/core/binding.ts';
import { type Driver, openDeck } from '../support/driver.ts';
import { type FakeSessionOptions, fakeSession } from '../support/fake-session.ts';
import { rowPane } from '../support/row-pane.tsx';

const stop: Binding = {
  ...{ id: 'progress.stop', keys: ['X'], title: 'Stop the scan', group: 'Progress' },
  dangerous: true,
};
const start: Binding = { ...stop, id: 'progress.start', keys: ['n'], title: 'Start a scan' };
const dismiss: Binding = {
  id: 'progress.dismiss',
  keys: ['d'],
  title: 'Dismiss',
  group: 'Progress',
};
const explain: Binding = {
  ...{ id: 'progress.explain', keys: ['z'], group: 'Progress' },
  title: 'Explain at some length what the console was asked for, and why it has not answered yet',
};
const fail: Binding = { id: 'progress.fail', keys: ['b'], title: 'Break', group: 'Progress' };

let driver: Driver;
afterEach(() => driver.close());

async function open(options: FakeSessionOptions = {}) {
  const session = fakeSession({ sources: ['prisma', 'carbonBlack'], ...options });
  const done: string[] = [];
  const progress = rowPane({
    ...{ id: 'progress', slot: 1, title: 'Progress' },
    rows: ['alpha', 'beta', 'gamma', 'alphabet'],
    keymap: [stop, start, dismiss, explain, fail],
    actions: {
      'progress.stop': { question: () => 'Stop it all?', run: () => done.push('stopped') },
      'progress.start': { run: () => done.push('form opened') },
      'progress.dismiss': { disabledReason: () => 'nothing is finished', run: () => {} },
      'progress.fail': {
        run: () => {
          throw new Error('no\u001b[2J luck');
        },
      },
    },
  });
  const logs = rowPane({
    id: 'logs',
    slot: 2,
    title: 'Scan logs',
    rows: ['one'],
    source: 'carbonBlack',
  });
  const features = [progress.feature, logs.feature];
  driver = await openDeck({ columns: 80, rows: 24, session, clock: session.clock, features });
  return { progress, done, session };
}

const footer = () => driver.screen().at(-1) ?? '';
const shownRows = () =>
  driver
    .screen()
    .slice(3, -1)
    .filter((row) => row !== '');

describe('the filter', () => {
  test('narrows as it is typed, is kept by enter and when the pane changes', async () => {
    await open();
    await driver.press('shell.filter');
    await driver.type('alp');
    expect(shownRows()).toHaveLength(2);
    expect(footer()).toMatch(/^ \/alp +enter keep {2}esc clear$/);
    await driver.keys('enter');
    expect(footer()).toContain('2 rows');
    await driver.press('shell.pane-2');
    expect(driver.screen()[1]).not.toContain('/alp');
    await driver.press('shell.pane-1');
    expect(driver.screen()[1]).toMatch(/\/alp$/);
    expect(shownRows()).toHaveLength(2);
  });

  test('is cleared by esc, typed or kept', async () => {
    await open();
    await driver.press('shell.filter');
    await driver.type('alp');
    await driver.keys('esc');
    expect(shownRows()).toHaveLength(4);
    await driver.press('shell.filter');
    await driver.type('beta');
    await driver.keys('enter', 'esc');
    expect(shownRows()).toHaveLength(4);
    expect(driver.screen()[1]).not.toContain('/');
  });

  test('says while it is no regular expression yet', async () => {
    await open();
    await driver.press('shell.filter');
    await driver.type('(al');
    expect(footer()).toContain('not a regex yet: Unterminated group');
  });

  test('lets the rows be walked meanwhile', async () => {
    await open();
    await driver.press('shell.filter');
    await driver.type('alp');
    await driver.keys('down');
    expect(shownRows()[1]).toMatch(/^▌alphabet/);
  });

  test('takes pasted text, made harmless', async () => {
    await open();
    await driver.press('shell.filter');
    await driver.paste('bet\u001b]0;x\u0007');
    expect(footer()).toContain('/bet␛]0;x␇');
  });
});

describe('the command line', () => {
  test('shows the keys of commands, however long their titles are', async () => {
    await open();
    await driver.keys(':');
    await driver.type('exp');
    expect(driver.text()).toMatch(/^ {2}Explain at some length .*… {2}z$/m);
    expect(driver.text()).toMatch(/^› Export what this view selects +x$/m);
  });

  test('completes panes and actions, and runs them', async () => {
    await open();
    await driver.press('shell.command');
    await driver.type('scl');
    expect(driver.screen().find((row) => row.startsWith('›'))).toMatch(/^› Scan logs +2$/);
    await driver.keys('enter');
    expect(driver.screen()[3]).toMatch(/^▌one/);
  });

  test('goes through completions with tab', async () => {
    const { done } = await open();
    await driver.press('shell.command');
    await driver.type('scan');
    const chosen = () => driver.screen().find((row) => row.startsWith('›'));
    const first = chosen();
    await driver.keys('tab');
    expect(chosen()).not.toBe(first);
    await driver.keys('shift-tab');
    expect(chosen()).toBe(first);
    await driver.keys('esc');
    expect(done).toEqual([]);
  });

  test('says when there is no such command, and stays', async () => {
    await open();
    await driver.press('shell.command');
    await driver.type('zzz');
    expect(driver.text()).toContain('nothing like it');
    await driver.keys('enter');
    expect(footer()).toContain(':zzz');
    await driver.keys('esc');
    expect(footer()).toContain('There is no command like "zzz"');
  });

  test('remembers what was run', async () => {
    await open();
    await driver.press('shell.command');
    await driver.type('help');
    await driver.keys('enter', 'esc');
    await driver.press('shell.command');
    await driver.keys('up');
    expect(footer()).toMatch(/^ :help/);
  });

  test('quits', async () => {
    await open();
    await driver.press('shell.command');
    await driver.type('quit');
    await driver.keys('enter');
    expect(await driver.ended).toMatchObject({ exitCode: 0 });
  });
});

describe('what is dangerous', () => {
  test('is asked about first', async () => {
    const { done } = await open();
    await driver.keys('X');
    expect(footer()).toBe(' Stop it all?  y yes  n no');
    await driver.keys('x', 'n');
    expect(done).toEqual([]);
    await driver.keys('X', 'y');
    expect(done).toEqual(['stopped']);
  });

  test('without a question asks by its own form', async () => {
    const { done } = await open();
    await driver.keys('n');
    expect(done).toEqual(['form opened']);
  });

  test('is refused where the profile is read-only, from the command line too', async () => {
    const { done, session } = await open({ readOnly: true });
    await driver.keys('X');
    expect(footer()).toContain('! Refused: the profile demo is read-only');
    await session.clock.advance(4_000);
    await driver.press('shell.command');
    await driver.type('stop the scan');
    await driver.keys('enter');
    expect(footer()).toContain('! Refused: the profile demo is read-only');
    expect(done).toEqual([]);
  });
});

describe('messages', () => {
  test('go away after four seconds, and the hints come back', async () => {
    await open();
    await driver.keys('d');
    expect(footer()).toContain('! Not now: nothing is finished');
    await driver.advance(4_000);
    expect(footer()).toContain('? help');
  });

  test('tell of an action that threw, harmlessly', async () => {
    await open();
    await driver.keys('b');
    expect(footer()).toContain('✗ no␛[2J luck');
    expect(shownRows()).toHaveLength(4);
  });

  test('that nobody asked for wait behind the answer to a key', async () => {
    const { progress } = await open();
    await driver.keys('d');
    progress.host().toast('Scan 4 has finished', 'good');
    await driver.settle();
    expect(footer()).toContain('! Not now: nothing is finished');
    await driver.advance(4_000);
    expect(footer()).toContain('✓ Scan 4 has finished');
  });

  test('come from a pane too', async () => {
    const { progress } = await open();
    progress.host().toast('Scan 4 has finished', 'good');
    progress.host().ring();
    await driver.settle();
    expect(footer()).toContain('✓ Scan 4 has finished');
    expect(driver.modes().bells).toBe(1);
  });
});

describe('keys of the user', () => {
  test('replace the old ones', async () => {
    await open({ keys: { 'shell.down': ['J'] } });
    await driver.keys('j');
    expect(shownRows()[0]).toMatch(/^▌alpha/);
    await driver.keys('J');
    expect(shownRows()[1]).toMatch(/^▌beta/);
    expect(footer()).toContain('J/k move');
  });

  test('that cannot be are told', async () => {
    await open({ keys: { 'shell.down': ['X'], 'no.such': ['z'] } });
    const told = [footer()];
    await driver.advance(4_000);
    told.push(footer());
    expect(told.join()).toContain('keys.no.such names no binding');
    expect(told.join()).toContain('has "X", which is taken by progress.stop');
  });
});

describe('a pane that takes every key', () => {
  test('gets text and keys apart, and pasted text whole', async () => {
    const { progress } = await open();
    const got: string[] = [];
    progress.capture({
      type: (text) => got.push(`text ${text}`),
      key: (name) => got.push(`key ${name}`),
    });
    await driver.keys('q', 'space', 'tab', 'enter');
    await driver.paste('a b');
    expect(got).toEqual(['text q', 'text  ', 'key tab', 'key enter', 'text a b']);
  });

  test('has no hints of keys that would be typed; nor has an overlay', async () => {
    const { progress } = await open();
    expect(footer()).toContain('j/k move');
    progress.capture({ type: () => {}, key: () => {} });
    await driver.keys('x');
    expect(footer()).not.toMatch(/move|help/);
    progress.capture(null);
    await driver.press('shell.log');
    expect(footer()).not.toContain('j/k move');
    await driver.press('shell.unwind');
    expect(footer()).toContain('j/k move');
  });

  test('pasted text is never taken for keys', async () => {
    const { done } = await open();
    await driver.paste('nXyq');
    expect(done).toEqual([]);
    expect(footer()).toContain('There is nothing here to paste into');
  });
});
