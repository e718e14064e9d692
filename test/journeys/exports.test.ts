import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSession } from '../../src/config/session.ts';
import { createActivity } from '../../src/core/activity.ts';
import { nodeDisk } from '../../src/export-engine/node-disk.ts';
import { verifyFile } from '../../src/export-engine/verify.ts';
import { exportOffers, features } from '../../src/features/index.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { type Driver, openDeck } from '../support/driver.ts';
import { type LocalProgram, localProgram } from '../support/local-program.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';

let clock: ManualClock;
let simulator: Simulator;
let folder: string;
let deck: Driver;
let program: LocalProgram;

beforeEach(async () => {
  clock = createManualClock();
  simulator = await startSimulator({ clock });
  folder = await mkdtemp(join(tmpdir(), 'scandeck-exports-'));
  const configFile = join(folder, 'config.json');
  await writeFile(configFile, JSON.stringify(simulator.profile), { mode: 0o600 });
  const session = await openSession({ configFile, clock, activity: createActivity(), env: {} });
  program = localProgram({
    ...{ stateFolder: join(folder, 'state'), workFolder: folder, disk: nodeDisk },
    session: () => session,
    kind: async (name) => {
      const offer = exportOffers.find(({ kind }) => kind === name);
      if (offer === undefined) throw new Error(`There is no export of ${name}`);
      return offer.load();
    },
  });
  deck = await openDeck({ columns: 120, rows: 40, clock, session, features, program });
});

afterEach(async () => {
  await deck.close();
  await program.stop();
  await deck.session.close();
  await simulator.close();
  await rm(folder, { recursive: true });
});

/** The lines of a file in the folder that was worked in. */
async function linesOf(name: string): Promise<readonly string[]> {
  return (await readFile(join(folder, name), 'utf8')).trimEnd().split('\n');
}

test('from the scan logs by x to a whole file, its manifest, and back', async () => {
  await deck.press('shell.pane-2');
  await deck.advance(300);
  await deck.press('logs.time');
  await deck.keys('ctrl-u');
  await deck.type('2h');
  await deck.keys('enter');
  await deck.advance(300);
  const count = /last 2h +([\d,]+) scans/.exec(deck.text())?.[1] ?? '';

  await deck.press('shell.export');
  await deck.advance(300);
  expect(deck.text()).toMatch(/kind +scan-logs/);
  expect(deck.text()).toMatch(/since +2h/);
  await deck.keys('ctrl-u');
  await deck.type('scans.ndjson');
  await deck.keys('enter');
  await deck.advance(2000);
  expect(deck.text()).toMatch(new RegExp(`✓ done +scan-logs .* 100% +${count} rows`));
  const lines = await linesOf('scans.ndjson');
  expect(lines.length.toLocaleString('en')).toBe(count);

  await deck.press('shell.open');
  await deck.advance(300);
  expect(deck.text()).toMatch(/Manifest\n file +\S+scans\.ndjson\.manifest\.json/);
  expect(deck.text()).toMatch(/sha256 +[0-9a-f]{64}/);
  expect(deck.text()).toMatch(/unreadable +none/);
  const verified = await verifyFile(nodeDisk, join(folder, 'scans.ndjson'));
  expect(verified).toMatchObject({ ok: true, rows: lines.length });

  await deck.press('shell.unwind', 'shell.place-back', 'shell.place-back');
  await deck.advance(300);
  expect(deck.text()).toMatch(/last 2h +[\d,]+ scans/);
});

test('from the blocked audit events to a file with exactly these', async () => {
  await deck.press('shell.pane-3', 'exports.view');
  await deck.advance(500);
  await deck.press('exports.facets');
  for (let line = 0; !/▌ .*✗ blocked/.test(deck.text()) && line < 6; line += 1) {
    await deck.press('shell.down');
  }
  await deck.press('exports.toggle');
  const count = /(\d+) of [\d,]+ events, all loaded/.exec(deck.text())?.[1] ?? '';
  expect(Number(count)).toBeGreaterThan(0);
  await deck.press('shell.export');
  await deck.advance(300);
  expect(deck.text()).toMatch(/criteria +--action blocked/);
  await deck.keys('enter');
  await deck.advance(2000);
  const lines = await linesOf('xray-audit-2026-11-21.ndjson');
  expect(lines.every((line) => JSON.parse(line).action === 'blocked')).toBe(true);
  expect(String(lines.length)).toBe(count);
});
