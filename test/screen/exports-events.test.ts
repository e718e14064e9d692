import { afterEach, expect, test } from 'vitest';
import { exitCodes, ScandeckError } from '../../src/core/errors.ts';
import { auditEvent, auditPolicy, blockedEvent } from '../support/audit-events.ts';
import { type ExportsDeck, openExportsDeck } from '../support/exports-deck.ts';

let deck: ExportsDeck;
afterEach(() => deck.close());

const now = Date.UTC(2026, 10, 21, 12, 3, 41);
const at = (minutes: number) => now - minutes * 60_000;

const newer = Array.from({ length: 20 }, (_, index) =>
  index % 4 === 1 ? blockedEvent(index, at(index)) : auditEvent(index, at(index)),
);
const untold = auditEvent(70, at(70), { outcome: null, action: null, reason: null });
const bypassed = auditEvent(71, at(71), { policies: [auditPolicy({ result: 'Bypassed' })] });
const passed = auditEvent(72, at(72), { outcome: 'passed', reason: 'No applicable policies' });
const pages = [
  { events: newer, total: 23 },
  { events: [untold, bypassed, passed], total: 23 },
];

async function openEvents(options: Parameters<typeof openExportsDeck>[0] = {}) {
  deck = await openExportsDeck({ pages, ...options });
  await deck.press('exports.view');
  await deck.advance(200);
}

/** What `e` tells to run. */
async function twin(): Promise<string> {
  await deck.press('shell.twin');
  const text = deck.text().replaceAll(/\s*\n\s*/g, ' ');
  await deck.press('shell.unwind');
  return text;
}

test.each([
  [80, 24],
  [120, 40],
  [200, 60],
] as const)('shows what was blocked, by which policy and condition, at %dx%d', async (...size) => {
  await openEvents({ size });
  const lines = deck.screen();
  expect(lines).toHaveLength(size[1]);
  expect(lines.every((line) => line.length <= size[0])).toBe(true);
  expect(deck.text()).toMatch(/Audit events {2}last 24h .* 23 events, all loaded/);
  expect(deck.text()).toMatch(/▌ 12:03:41 ✓ approved npm +lodash:4\.17\.0/);
  expect(deck.text()).toMatch(/12:02:41 ✗ blocked {2}PyPI +pillow:1\.3\.1 .*no-critical-cve/);
  expect(lines.at(-1)).toContain('23 rows');
});

test('the footer offers what can be done in the view in front', async () => {
  await openEvents();
  const footer = () => deck.screen().at(-1);
  expect(footer()).toMatch(/n new {2}a jobs\/events {2}space narrow {2}t time/);
  expect(footer()).not.toMatch(/pause|resume|cancel/);
  await deck.press('exports.view');
  expect(footer()).toMatch(/n new {2}a jobs\/events {2}P pause {2}R resume {2}X cancel/);
  expect(footer()).not.toMatch(/narrow|time/);
});

test('nothing is asked before the events are looked at', async () => {
  deck = await openExportsDeck({ pages });
  expect(deck.audit.lists).toEqual([]);
  await deck.press('shell.next-region');
  await deck.advance(200);
  expect(deck.audit.lists).toHaveLength(1);
});

test('what is not told is never shown as good', async () => {
  await openEvents();
  expect(deck.text()).toMatch(/10:53:41 \? not told/);
  expect(deck.text()).toMatch(/10:52:41 ◆ approved/);
  expect(deck.text()).toMatch(/10:51:41 · passed/);
  await deck.press('shell.last', 'shell.open');
  expect(deck.text()).toContain(
    'no policy looked at this package: that is no proof that nothing is wrong with it',
  );
});

test("a blocked package's detail says which policy and which condition did it", async () => {
  await openEvents();
  await deck.press('shell.down', 'shell.open');
  expect(deck.text()).toMatch(
    /because +blocked by no-critical-cve: CVE with CVSS score of 9 or above \(security\)/,
  );
  expect(deck.text()).toMatch(/Policy no-critical-cve\n condition +CVE with CVSS/);
  await deck.press('exports.right');
  expect(deck.screen().at(-1)).toContain('event 3 of 23');
});

test('what a policy on trial would have done is not told as done', async () => {
  const trial = { ...blockedEvent(1, at(1)), outcome: 'dry-run', dryRun: true };
  await openEvents({ pages: [{ events: [trial] }] });
  expect(deck.text()).toMatch(/◌ dry-run/);
  await deck.press('shell.open');
  expect(deck.text()).toMatch(/would be +blocked by no-critical-cve/);
  expect(deck.text()).toContain('the policy is on trial: it stopped nothing');
});

test('narrows to values of the loaded rows; more than one field at once', async () => {
  await openEvents();
  await deck.press('exports.facets', 'shell.down', 'shell.down', 'exports.toggle');
  expect(deck.text()).toMatch(/last 24h, outcome blocked .* 5 of 23 events, all loaded/);
  expect(deck.text()).toMatch(/x ✗ blocked +5/);
  // The other values can still be chosen.
  expect(deck.text()).toMatch(/✓ approved +16/);
  expect(await twin()).toContain('audit-events --since 24h --action blocked --limit 0');
  await deck.press('exports.widen');
  expect(deck.text()).toContain('23 events, all loaded');
  expect(deck.audit.lists).toHaveLength(1);
});

test('what no option chooses by is chosen by jq, so that the twin is exact', async () => {
  await openEvents();
  await deck.press('exports.facets');
  for (let line = 0; !/▌ .*CVE with/.test(deck.text()) && line < 20; line += 1) {
    await deck.press('shell.down');
  }
  await deck.press('exports.toggle');
  expect(await twin()).toMatch(
    /-o ndjson \| jq -c 'select\(any\(\.policies\[\]; \.condition == "CVE with CVSS/,
  );
  await deck.press('shell.export');
  expect(deck.text()).toContain('! The export has no option for condition: it takes all of them');
});

test('says that facets and filter see the loaded rows alone, and m loads older ones', async () => {
  const many = Array.from({ length: 2500 }, (_, index) => auditEvent(index, at(0) - index * 1000));
  const rest = [{ events: many.slice(0, 2000) }, { events: many.slice(2000) }];
  await openEvents({ pages: rest.map((page) => ({ ...page, total: 2510 })) });
  expect(deck.text()).toContain('2,000 loaded of about 2,510; m more');
  expect(await twin()).toMatch(
    /--since 2026-11-21T11:30:22Z --until 2026-11-21T12:03:41\.200Z --limit 0/,
  );
  await deck.press('shell.filter');
  await deck.type('4.17.19');
  await deck.keys('enter');
  expect(deck.text()).toContain('! Facets and filter look at the 2,000 loaded events alone');
  await deck.press('exports.more');
  await deck.advance(300);
  expect(deck.text()).toMatch(/ of 2,500 events, all loaded/);
  expect(deck.audit.lists).toHaveLength(1);
});

test('a failure keeps the rows and is tried again by itself', async () => {
  await openEvents();
  const busy = new ScandeckError('JFrog Xray is busy', {
    ...{ code: 'http-status', who: 'vendor', exitCode: exitCodes.refused, retryable: true },
  });
  deck.audit.pages = [busy];
  await deck.press('shell.refresh');
  await deck.advance(200);
  expect(deck.text()).toMatch(/✗ Audit events: JFrog Xray is busy, since 12:03/);
  expect(deck.text()).toContain('The rows below stay.');
  expect(deck.text()).toContain('lodash:4.17.0');
  deck.audit.pages = [{ events: [blockedEvent(90, at(0))] }];
  await deck.advance(60_000);
  expect(deck.text()).toMatch(/ 1 event, all loaded/);
});

test('t and d ask for other events; [ goes back', async () => {
  await openEvents();
  await deck.press('exports.time');
  await deck.keys('ctrl-u');
  await deck.type('7d');
  await deck.keys('enter');
  await deck.advance(200);
  expect(deck.text()).toContain('Audit events  last 7d');
  await deck.press('exports.dry-run');
  await deck.advance(200);
  expect(deck.text()).toContain('last 7d, policies on trial');
  expect(deck.audit.lists.map(({ dryRun }) => dryRun)).toEqual([false, false, true]);
  await deck.press('shell.place-back', 'shell.place-back');
  await deck.advance(200);
  expect(deck.text()).toMatch(/Audit events {2}last 24h/);
});

test('x exports the same criteria', async () => {
  await openEvents();
  await deck.press('exports.facets', 'shell.down', 'shell.down', 'exports.toggle', 'shell.export');
  expect(deck.text()).toMatch(/kind +xray-audit/);
  expect(deck.text()).toMatch(/criteria +--action blocked/);
  expect(deck.text()).toMatch(/since +24h/);
  expect(deck.text()).toMatch(/› target file +xray-audit-2026-11-21\.ndjson/);
  expect(deck.text()).not.toContain('has no option for');
});

test('esc leads back to the jobs at last', async () => {
  await openEvents();
  await deck.press('shell.unwind');
  expect(deck.text()).toContain('No export yet.');
});

test('without the source it says how to add it, and the jobs work all the same', async () => {
  await openEvents({ sources: ['carbonBlack'] });
  expect(deck.text()).toContain('The profile has no xray source, so nothing was asked.');
  expect(deck.audit.lists).toEqual([]);
  await deck.press('exports.view');
  expect(deck.text()).toContain('No export yet.');
});

test('hostile text of an event stays inert', async () => {
  const evil = '\u001b]0;owned\u0007\u202eevil';
  const policy = auditPolicy({ name: evil, condition: evil, reason: evil });
  const event = { ...blockedEvent(1, at(1), policy), user: evil, outcome: evil, reason: evil };
  await openEvents({ pages: [{ events: [event] }] });
  await deck.press('shell.open');
  expect(deck.text()).not.toContain('\u202e');
  expect(deck.takeWrites().join('')).not.toContain('\u001b]0;owned');
});

test('nothing is written while nothing changes, and a move is light', async () => {
  await openEvents();
  await deck.press('shell.down');
  deck.bytes();
  await deck.advance(5000);
  expect(deck.bytes()).toBe(0);
  await deck.press('shell.down');
  const move = deck.bytes();
  expect(move).toBeGreaterThan(0);
  expect(move).toBeLessThanOrEqual(300);
});
