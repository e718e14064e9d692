import { afterEach, expect, test } from 'vitest';
import { type ActivityDeck, openActivityDeck } from '../support/activity-deck.ts';
import { activityEvent, type EventChanges } from '../support/scripted-activity.ts';

let deck: ActivityDeck;
afterEach(() => deck.close());

const start = Date.UTC(2026, 10, 21, 11, 0, 0);

const mallory: EventChanges = {
  action: 'container-registry.image.delete',
  outcome: 'failure',
  severity: 'critical',
  reason: { code: 403, type: 'Forbidden', failure: 'No permission to delete' },
  initiator: { id: 'IBMid-2', name: 'mallory@example.com', kind: 'user', credential: 'token' },
  target: { id: null, digest: null },
};

/** Pushes a minute apart; every fourth event is a delete that was refused. */
const items = Array.from({ length: 60 }, (_, index) =>
  activityEvent(index, start + index * 60_000, index % 4 === 3 ? mallory : {}),
);
const listings = [{ items }];

/** The line that the cursor is on. */
function selected(): string {
  return deck.screen().find((_line, y) => deck.cellAt(40, y).inverse) ?? '';
}

test.each([
  [80, 24],
  [120, 40],
  [200, 60],
] as const)('shows who did what to which image at %dx%d', async (columns, rows) => {
  deck = await openActivityDeck({ listings }, [columns, rows]);
  const lines = deck.screen();
  expect(lines).toHaveLength(rows);
  expect(lines.every((line) => line.length <= columns)).toBe(true);
  expect(deck.text()).toMatch(/last 24h {2}all events .* 60 events {2}live/);
  expect(deck.text()).toMatch(/11:59:00 ✗ fail\w* +▲ crit\w* image\.delete +mallory/);
  expect(deck.text()).toMatch(/11:58:00 ✓ \w+ +· norm\w* +image\.push/);
  expect(deck.text()).toMatch(/✗ (failures +15|15 failed)/);
  expect(lines.at(-1)).toMatch(/j\/k move.*\? help.*60 rows/);
});

test('has the facets beside the rows where there is room, else in their place', async () => {
  deck = await openActivityDeck({ listings });
  expect(deck.text()).toMatch(/from address.*✗ failure +15 /s);
  expect(deck.text()).toMatch(/403 Forbidden +15/);
  await deck.resize(80, 24);
  expect(deck.text()).not.toContain('▾ action');
  await deck.press('shell.next-region');
  expect(deck.text()).toMatch(/▾ action.*image\.push +45/s);
  await deck.press('shell.unwind');
  expect(deck.text()).toMatch(/11:59:00 ✗ fail/);
});

test('one mark alone tells where the keys go, without any colour', async () => {
  deck = await openActivityDeck({ listings });
  const marks = () => deck.text().match(/▌[^ ]?|▏/g);
  expect(deck.text()).toMatch(/▌ 11:59:00/);
  expect(marks()).toEqual(['▌']);
  await deck.press('shell.next-region');
  // The row that the keys come back to keeps a mark of another shape.
  expect(deck.text()).toMatch(/▏11:59:00/);
  expect(marks()).toEqual(['▌▾', '▏']);
  await deck.press('shell.next-region');
  expect(marks()).toEqual(['▌']);
});

test('space narrows to a value at once, without asking; esc takes it back', async () => {
  deck = await openActivityDeck({ listings });
  await deck.press('shell.next-region', 'shell.down', 'shell.down');
  await deck.press('activity.toggle');
  expect(deck.text()).toMatch(/last 24h {2}action image\.delete .* 15 of 60 events/);
  expect(deck.text()).toMatch(/x image\.delete +15/);
  // The other values can still be chosen.
  expect(deck.text()).toMatch(/image\.push +45/);
  await deck.press('shell.unwind', 'shell.unwind');
  expect(deck.text()).toMatch(/all events .* 60 events/);
  expect(deck.activity.lists).toHaveLength(1);
});

test('follows; moving up holds, and F shows what came meanwhile', async () => {
  deck = await openActivityDeck({ listings });
  deck.activity.push([activityEvent(100, start + 3_700_000)]);
  await deck.advance(1000);
  expect(selected()).toContain('12:01:40');
  await deck.press('shell.up');
  deck.activity.push([
    activityEvent(101, start + 3_710_000),
    activityEvent(102, start + 3_720_000),
  ]);
  await deck.advance(1000);
  expect(deck.text()).toContain('held, +2 new; F follows');
  expect(selected()).toContain('11:59:00');
  await deck.press('activity.follow');
  expect(selected()).toContain('12:02:00');
  expect(deck.text()).toMatch(/63 events {2}live/);
});

test('puts what comes late in its place and marks it', async () => {
  deck = await openActivityDeck({ listings });
  deck.activity.push([activityEvent(100, start + 58.5 * 60_000, { late: true })]);
  await deck.advance(1000);
  const lines = deck.screen();
  const late = lines.findIndex((line) => line.includes('‹11:58:30'));
  expect(lines[late - 1]).toContain('11:58:00');
  expect(lines[late + 1]).toContain('11:59:00');
  expect(deck.text()).toContain('‹ 1 came late');
});

test('says why polls are further apart, and what the server warns of', async () => {
  deck = await openActivityDeck({ listings });
  const why = '10 queries a minute, all used up';
  deck.activity.push([], { why, warnings: ['bytes scanned limit reached'], undecodable: 2 });
  await deck.advance(1000);
  expect(deck.text()).toContain('Polls are further apart: 10 queries a minute');
  expect(deck.text()).toContain('! The server warns: bytes scanned limit reached');
  expect(deck.text()).toContain('2 rows could not be read');
});

test('an empty answer is not called clean, and A tries the archive', async () => {
  const archived = { items: items.slice(0, 3), tier: 'archive' as const };
  deck = await openActivityDeck({ listings: [{ tryArchive: true }, archived] });
  expect(deck.text()).toContain('Nothing in the index for this time; A tries the archive');
  expect(deck.text()).toContain('no proof that nothing happened');
  expect(deck.text()).not.toMatch(/✓|clean/);
  await deck.press('activity.archive');
  await deck.advance(200);
  expect(deck.activity.lists[1]?.criteria.tier).toBe('archive');
  expect(deck.text()).toMatch(/last 24h, archive .* 3 events/);
  expect(deck.activity.remembered).toEqual(['archive']);
});

test('a remembered archive is named', async () => {
  deck = await openActivityDeck({ listings: [{ items, tier: 'archive' }] });
  expect(deck.text()).toMatch(/last 24h, archive {2}all events .* 60 events/);
});

test('what is done to the account is said so', async () => {
  const id = 'crn:v1:bluemix:public:container-registry:us-south:a/0123::::';
  const target = { id, name: id, image: null, digest: null };
  const setting = activityEvent(1, start, { target, action: 'container-registry.plan.set' });
  deck = await openActivityDeck({ listings: [{ items: [setting] }] });
  await deck.press('activity.on');
  expect(deck.text()).toMatch(/last 24h {2}everything on the account .* 1 of 1 event /);
});

test('a failure stands above rows that stay', async () => {
  deck = await openActivityDeck({ listings });
  deck.activity.fail(new Error('the vendor is away'));
  await deck.advance(1000);
  expect(deck.text()).toMatch(/✗ Events: the vendor is away, since 12:0.*Asked again at/s);
  expect(deck.text()).toContain('60 events  failing');
  expect(selected()).toContain('11:59:00');
});

test('nothing is known before the first answer, and after one that failed', async () => {
  deck = await openActivityDeck({ listings: [new Error('boom')] });
  expect(deck.text()).toContain('Nothing is known yet.');
  expect(deck.text()).toContain('✗ Events: boom');
  expect(deck.text()).toContain('r asks again.');
});

test('where the window holds more than is here, a lens asks the server', async () => {
  deck = await openActivityDeck({ listings: [{ items, truncated: true }, { items: [] }] });
  expect(deck.text()).toMatch(/newest 60 events are here; the window has older ones/);
  await deck.press('activity.failures');
  await deck.advance(200);
  expect(deck.activity.lists[1]?.criteria.outcomes).toEqual(['failure']);
  expect(deck.text()).toMatch(/failures .* 0 of 0 events {2}live/);
  // The way back asks for what came meanwhile, and for nothing else.
  await deck.press('shell.unwind');
  await deck.advance(200);
  expect(deck.text()).toMatch(/all events .* 60\+ events {2}live/);
  expect(deck.activity.lists).toHaveLength(2);
  expect(deck.activity.tails).toHaveLength(3);
});

test('what answers another question is counted nowhere', async () => {
  const narrow = { items: items.filter(({ outcome }) => outcome === 'failure') };
  const away = new Error('away');
  deck = await openActivityDeck({ listings: [{ items, truncated: true }, narrow, away] });
  await deck.press('activity.failures');
  await deck.advance(200);
  expect(deck.text()).toMatch(/15 of 15 events/);
  // Unwound to a window that can not be had: the rows stay, and nobody takes them for all.
  await deck.press('activity.time');
  await deck.keys('ctrl-u');
  await deck.type('7d');
  await deck.keys('enter');
  await deck.advance(200);
  expect(deck.text()).toContain('The rows below are of the window before');
  expect(deck.text()).toContain('activity over time is not known');
  expect(deck.text()).not.toMatch(/15 (of 15 )?events/);
  expect(deck.text()).toMatch(/✗ failure +…/);
});

test('opens a file, tells what of it could not be read, and esc leaves it', async () => {
  const unreadable = [{ line: 7, why: 'not JSON' }];
  const file = [{ items: items.slice(0, 5), unreadable, unreadableCount: 3, otherServices: 2 }];
  deck = await openActivityDeck({ listings, file });
  await deck.press('activity.open-file');
  await deck.type('at-events.log');
  await deck.keys('enter');
  await deck.advance(200);
  expect(deck.text()).toMatch(/file at-events\.log {2}all events .* 5 events {2}read/);
  expect(deck.text()).toContain('3 places of the file could not be read, the first in line 7');
  expect(deck.text()).toContain('2 events of other services left out');
  await deck.press('shell.twin');
  expect(deck.text()).toContain('activity --file at-events.log');
  await deck.press('shell.unwind', 'shell.unwind');
  await deck.advance(200);
  expect(deck.text()).toMatch(/last 24h {2}all events .* 60 events/);
});

test('a file that can not be read leaves the rows, and esc asks for them again', async () => {
  deck = await openActivityDeck({ listings, file: new Error('no such file') });
  await deck.press('activity.open-file');
  await deck.type('gone.log');
  await deck.keys('enter');
  await deck.advance(200);
  expect(deck.text()).toMatch(/file gone\.log .* failing/);
  expect(deck.text()).toContain('✗ The file: no such file');
  expect(deck.text()).toContain('The rows below are of the window before');
  await deck.press('shell.unwind');
  await deck.advance(200);
  expect(deck.text()).toMatch(/last 24h {2}all events .* 60 events {2}live/);
});

test('bursts stand out by themselves, and B looks at one after the other', async () => {
  const refused = Array.from({ length: 6 }, (_, index) =>
    activityEvent(300 + index, start + 3_700_000 + index * 1000, {
      ...mallory,
      initiator: { id: 'IBMid-3', name: 'eve@example.com' },
    }),
  );
  const gone = Array.from({ length: 5 }, (_, index) =>
    activityEvent(400 + index, start + 3_600_000 + index * 1000, {
      action: 'container-registry.image.delete',
    }),
  );
  deck = await openActivityDeck({ listings: [{ items: [...items, ...gone, ...refused] }] });
  expect(deck.text()).toMatch(/✗ burst: 6 refused requests by eve@example\.com in 5s/);
  expect(deck.text()).toMatch(/! burst: 5 deletions by ci-builder in 4s .* B: 2 bursts/);
  expect(selected()).toContain('»12:01:45');
  await deck.press('activity.burst');
  expect(deck.text()).toMatch(/burst of refusals by eve@example\.com +6 of 71 events/);
  await deck.press('activity.burst');
  expect(deck.text()).toMatch(
    /burst of deletions by ci-builder {2}\(esc: burst of refusals by \S+\) +5 of 71 events/,
  );
});

test('the detail has everything, decoded by the action, and h and l step through', async () => {
  const signed = activityEvent(200, start + 61 * 60_000, {
    action: 'container-registry.signature.write',
    request: { RequestParameters: { signatureMethod: 'Red Hat Signing' } },
  });
  const read = activityEvent(201, start + 62 * 60_000, {
    action: 'container-registry.image-vulnerability-status.read',
    response: { status: 'FAIL' },
  });
  deck = await openActivityDeck({ listings: [{ items: [...items, signed, read] }] });
  await deck.press('shell.open');
  expect(deck.text()).toMatch(/What the action tells\n +status +FAIL/);
  await deck.press('activity.left');
  expect(deck.text()).toMatch(/method +Red Hat Signing/);
  expect(deck.text()).toMatch(/credential +apikey/);
  expect(deck.screen().at(-1)).toContain('event 61 of 62');
  await deck.press('shell.last');
  expect(deck.text()).toMatch(/The vendor's own object\n \{/);
  await deck.press('shell.unwind');
  expect(selected()).toContain('12:01:00');
});

test('filter, order, marks and saved views work as in the other panes', async () => {
  deck = await openActivityDeck({ listings });
  await deck.press('shell.filter');
  await deck.type('mallory');
  await deck.keys('enter');
  expect(deck.screen().at(-1)).toContain('15 of 60 rows');
  await deck.press('activity.toggle', 'shell.up', 'activity.toggle');
  expect(deck.screen().at(-1)).toContain('2 marked');
  deck.takeWrites();
  await deck.press('shell.copy-id');
  const ids = [items[59]?.id, items[55]?.id].toReversed().join('\n');
  expect(deck.takeWrites().join('')).toContain(Buffer.from(ids).toString('base64'));
  await deck.press('shell.unwind', 'activity.sort-next');
  expect(deck.text()).toContain('out↓');
  const rowsFrom = deck.screen().findIndex((line) => line.includes('out↓')) + 1;
  expect(deck.screen()[rowsFrom]).toMatch(/▌/);
  await deck.press('activity.reverse');
  expect(deck.text()).toContain('out↑');
  await deck.press('activity.deletions', 'activity.save-view');
  await deck.type('gone');
  await deck.keys('enter');
  await deck.advance(200);
  await deck.press('activity.widen', 'shell.command');
  await deck.type('view gone');
  await deck.keys('enter');
  expect(deck.text()).toMatch(/deletions and untags .* 15 of 60 events/);
});

test('t looks at another time, and says what it can not read', async () => {
  deck = await openActivityDeck({ listings });
  await deck.press('activity.time');
  await deck.keys('ctrl-u');
  await deck.type('soon');
  await deck.keys('enter');
  expect(deck.text()).toContain('"soon" is not a time');
  await deck.keys('ctrl-u');
  await deck.type('2026-11-01..2026-11-03');
  await deck.keys('enter');
  await deck.advance(200);
  const { fromMs, toMs } = deck.activity.lists[1] ?? {};
  expect([fromMs, toMs]).toEqual([Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 3)]);
  expect(deck.text()).toMatch(/2026-11-01T00:00:00Z to 2026-11-03T00:00:00Z .* listed/);
  expect(deck.activity.tails).toHaveLength(1);
});

test('f goes to the values of the focused column', async () => {
  deck = await openActivityDeck({ listings });
  await deck.press(...Array.from({ length: 4 }, () => 'activity.right'), 'activity.count');
  expect(deck.text()).toContain('▌▾ initiator');
});

test('hostile text in an event is inert', async () => {
  const name = 'us.icr.io/a/b:\u001b]52;c;aGk=\u0007\u202egnp';
  const hostile = activityEvent(1, start, { target: { name, id: null } });
  deck = await openActivityDeck({ listings: [{ items: [hostile] }] });
  await deck.press('shell.open');
  const written = deck.takeWrites().join('');
  expect(written).not.toContain('\u001b]52');
  expect(written).not.toContain('\u202e');
});

test('a move of the cursor costs at most 300 bytes, an idle second none', async () => {
  deck = await openActivityDeck({ listings });
  await deck.press('shell.up');
  deck.bytes();
  for (let move = 0; move < 8; move += 1) {
    await deck.press('shell.up');
    expect(deck.bytes()).toBeLessThanOrEqual(300);
  }
  await deck.advance(1000);
  expect(deck.bytes()).toBe(0);
  deck.activity.push([], {});
  await deck.advance(1000);
  expect(deck.bytes()).toBe(0);
});
