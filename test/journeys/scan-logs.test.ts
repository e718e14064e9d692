import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSession } from '../../src/config/session.ts';
import { createActivity } from '../../src/core/activity.ts';
import { features } from '../../src/features/index.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { type Driver, openDeck } from '../support/driver.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';

let clock: ManualClock;
let simulator: Simulator;
let folder: string;
let deck: Driver;

beforeEach(async () => {
  clock = createManualClock();
  simulator = await startSimulator({ clock });
  folder = await mkdtemp(join(tmpdir(), 'scandeck-journey-'));
  const config = JSON.stringify(simulator.profile);
  await writeFile(join(folder, 'config.json'), config, { mode: 0o600 });
  deck = await start();
});

afterEach(async () => {
  await leave();
  await simulator.close();
  await rm(folder, { recursive: true });
});

/** A new process, as far as it can be told: everything is read from the disk again. */
async function start(): Promise<Driver> {
  const activity = createActivity();
  const configFile = join(folder, 'config.json');
  const session = await openSession({ configFile, clock, activity, env: {} });
  const opened = await openDeck({ columns: 120, rows: 40, clock, session, features });
  await opened.press('shell.pane-2');
  await opened.advance(300);
  return opened;
}

async function leave(): Promise<void> {
  await deck.close();
  await deck.session.close();
}

const criteria = () => deck.screen()[3] ?? '';
const searches = () =>
  deck.session.exchanges.get().filter(({ path }) => path.endsWith('/_search')).length;

async function chooseFacet(name: string): Promise<void> {
  await deck.press('shell.filter');
  await deck.type(name);
  await deck.keys('enter', 'esc');
  await deck.advance(300);
}

test('from a week of scans to the worst row of a cluster, its history, and back by a saved view', async () => {
  await deck.press('logs.time');
  await deck.keys('ctrl-u');
  await deck.type('-1w');
  await deck.keys('enter');
  await deck.advance(300);
  expect(criteria()).toMatch(/^ last 1w +[\d,]{5,} scans/);
  await deck.press('shell.next-region');
  await chooseFacet('prod:eu-central');
  await chooseFacet('CRITICAL');
  expect(criteria()).toMatch(/last 1w, .*severity CRITICAL/);
  expect(criteria()).toContain('cluster prod:eu-central');
  await deck.press('shell.unwind', 'logs.sort-next', 'logs.sort-next', 'logs.sort-next');
  await deck.advance(300);
  expect(criteria()).toContain('by severity, down');
  await deck.press('shell.first', 'shell.open');
  expect(deck.text()).toMatch(/findings +\d+ critical, /);
  expect(deck.text()).toContain("The vendor's own row");
  await deck.press('shell.open');
  await deck.advance(300);
  expect(deck.text()).toMatch(/History of \S+/);
  expect(deck.text()).toMatch(/\d+ scans?/);
  await deck.press('shell.unwind', 'shell.unwind', 'logs.save-view');
  await deck.type('worst of eu');
  await deck.keys('enter');
  await deck.settle();
  expect(deck.text()).toContain('Saved the view "worst of eu"');
  const shown = deck.screen().filter((line) => line.includes('11-2'));
  await deck.press('shell.quit');
  expect(await deck.ended).toMatchObject({ exitCode: 0 });
  await leave();

  deck = await start();
  expect(criteria()).toMatch(/^ last 24h /);
  await deck.press('shell.command');
  await deck.type('view worst');
  expect(deck.text()).toContain('› view worst of eu');
  await deck.keys('enter');
  await deck.advance(300);
  expect(criteria()).toMatch(/last 1w, .*by severity, down/);
  expect(criteria()).toContain('cluster prod:eu-central');
  const again = deck.screen().filter((line) => line.includes('11-2'));
  expect(again.length).toBe(shown.length);
});

test('going back leads through the criteria that one came from', async () => {
  await deck.press('shell.next-region');
  await chooseFacet('CRITICAL');
  const narrowed = criteria();
  await chooseFacet('CLI');
  expect(criteria()).toContain('source CLI');
  await deck.press('shell.place-back');
  await deck.advance(300);
  expect(criteria()).toBe(narrowed);
  await deck.press('shell.place-back');
  await deck.advance(300);
  expect(criteria()).toMatch(/^ last 24h {2,}/);
  await deck.press('shell.place-forward');
  await deck.advance(300);
  expect(criteria()).toBe(narrowed);
});

test('a month is more than a search reaches: it is said, and scrolling goes on', async () => {
  await deck.press('logs.time');
  await deck.keys('ctrl-u');
  await deck.type('1M');
  await deck.keys('enter');
  await deck.advance(300);
  expect(criteria()).toMatch(/last 1M +\d{3},\d{3} scans/);
  expect(deck.text()).toMatch(/10,000 of \d{3},\d{3} reachable; narrowing by time/);
  const before = searches();
  await deck.press('shell.last');
  await deck.advance(300);
  // One page, and what it takes to hold the time still.
  expect(searches() - before).toBeLessThanOrEqual(2);
  expect(deck.screen().at(-1)).toContain('400 rows');
});

test('an operator moves over a day, and into the hours that matter', async () => {
  await deck.press('shell.next-region', 'shell.next-region');
  await deck.advance(300);
  expect(deck.text()).toMatch(/11-21 10:00 to 11-21 12:00: [\d,]+ scans/);
  await deck.press('logs.left', 'logs.toggle', 'logs.left', 'shell.open');
  await deck.advance(300);
  expect(criteria()).toMatch(/2026-11-21T06:00:0\dZ to 2026-11-21T10:00:0\dZ/);
  expect(deck.screen().some((line) => /▌ +11-21 09:/.test(line))).toBe(true);
});
