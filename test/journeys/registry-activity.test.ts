import { afterEach, expect, test } from 'vitest';
import { type ActivityDeck, openActivityDeck } from '../support/activity-deck.ts';
import { openDemoDeck } from '../support/demo-deck.ts';
import type { Driver } from '../support/driver.ts';
import { activityEvent, type EventChanges } from '../support/scripted-activity.ts';

let deck: ActivityDeck;
let open: Driver | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

const start = Date.UTC(2026, 10, 21, 11, 0, 0);
const tagged = 'us.icr.io/shop/cart:2.14.3';

const mallory: EventChanges = {
  initiator: { id: 'IBMid-2', name: 'mallory@example.com', kind: 'user', credential: 'token' },
};
/** Failed before the digest was known: the name with its tag is all that is told. */
const refusedDelete: EventChanges = {
  ...mallory,
  action: 'container-registry.image.delete',
  outcome: 'failure',
  severity: 'critical',
  reason: { code: 403, type: 'Forbidden', failure: 'No permission to delete' },
  target: { id: null, digest: null, name: tagged },
  correlationId: 'c0rr-refused',
};
const otherImage = {
  target: {
    id: 'us.icr.io/shop/web@sha256:99',
    name: 'us.icr.io/shop/web:1.0',
    image: 'us.icr.io/shop/web',
  },
};

const items = [
  activityEvent(1, start),
  activityEvent(2, start + 60_000, otherImage),
  activityEvent(3, start + 120_000, { ...otherImage, outcome: 'failure', reason: { code: 500 } }),
  activityEvent(4, start + 180_000, {
    ...mallory,
    ...otherImage,
    action: 'container-registry.image.pull',
  }),
  activityEvent(5, start + 240_000, refusedDelete),
  activityEvent(6, start + 300_000, { action: 'container-registry.image.pull' }),
];

/** The times of the rows on the screen. */
const times = () => deck.screen().flatMap((line) => line.match(/11:0\d:00/)?.[0] ?? []);

const inForce = () => deck.screen().find((line) => line.startsWith(' last 24h')) ?? '';

test('from the failures to a refused delete, to its initiator, to its image, and back', async () => {
  open = deck = await openActivityDeck({ listings: [{ items }] });
  await deck.press('activity.failures');
  expect(inForce()).toMatch(/failures +2 of 6 events/);
  expect(times()).toEqual(['11:02:00', '11:04:00']);

  await deck.press('shell.open');
  expect(deck.text()).toContain('container-registry.image.delete');
  expect(deck.text()).toMatch(/reason +403 Forbidden/);
  expect(deck.text()).toMatch(/because +No permission to delete/);

  await deck.press('activity.by');
  expect(inForce()).toMatch(
    / {2}everything by mallory@example\.com {2}\(esc: failures\) +2 of 6 events/,
  );
  expect(times()).toEqual(['11:03:00', '11:04:00']);
  // The cursor stays on the event that led here.
  expect(deck.text()).toMatch(/▌ 11:04:00 ✗ fail/);

  await deck.press('activity.on');
  expect(inForce()).toMatch(/ {2}everything on us\.icr\.io\/shop\/cart:2\.14\.3 .*3 of 6 events/);
  expect(times()).toEqual(['11:00:00', '11:04:00', '11:05:00']);

  await deck.press('activity.same');
  expect(inForce()).toMatch(
    /correlationId c0rr-refused {2}\(esc: ….*cart:2\.14\.3\) +1 of 6 events/,
  );

  await deck.press('shell.unwind', 'shell.unwind');
  expect(inForce()).toMatch(/everything by mallory@example\.com {2}\(esc: failures\) /);
  await deck.press('shell.unwind', 'shell.unwind');
  expect(inForce()).toMatch(/all events +6 events/);

  // All of it without another question to the server.
  expect(deck.activity.lists).toHaveLength(1);
});

test('[ and ] go back and forth, also into the event that stood in front', async () => {
  open = deck = await openActivityDeck({ listings: [{ items }] });
  await deck.press('activity.failures', 'shell.open', 'activity.by', 'activity.on');
  await deck.press('shell.place-back');
  expect(inForce()).toMatch(/everything by mallory/);
  await deck.press('shell.place-back');
  expect(deck.text()).toMatch(/because +No permission to delete/);
  await deck.press('shell.place-back');
  expect(inForce()).toMatch(/ failures +2 of 6/);
  await deck.press('shell.place-forward', 'shell.place-forward', 'shell.place-forward');
  expect(inForce()).toMatch(/everything on us\.icr\.io/);
});

test('each screen tells the command that prints its rows', async () => {
  open = deck = await openActivityDeck({ listings: [{ items }] });
  const twin = async () => {
    await deck.press('shell.twin');
    const text = deck.text().replaceAll(/\s*\n\s*/g, ' ');
    await deck.press('shell.unwind');
    return text;
  };
  expect(await twin()).toContain('activity --since 24h --follow');
  await deck.press('activity.failures');
  const failures = 'activity --since 24h --outcome failure --follow';
  expect(await twin()).toContain(failures);
  expect(await twin()).not.toContain('It prints more rows');
  await deck.press('shell.filter');
  await deck.type('image\\.delete');
  await deck.keys('enter');
  expect(await twin()).toContain(
    `${failures} The filter /image\\.delete/ is left out: only the deck applies it.`,
  );
  await deck.press('shell.filter');
  await deck.keys('esc');
  await deck.press('shell.open', 'activity.by');
  expect(await twin()).toContain('activity --since 24h --initiator IBMid-2 --limit 0');
  await deck.press('activity.on');
  expect(await twin()).toMatch(
    /--query '?.*\$d\.target\.name == .*us\.icr\.io\/shop\/cart:2\.14\.3/,
  );
});

test('over the simulator: a refused delete is found, and all that its initiator and image did', async () => {
  const demo = await openDemoDeck();
  open = demo;
  await demo.press('shell.pane-5');
  await demo.advance(2000);
  const force = () => demo.screen().find((line) => line.startsWith(' last 24h')) ?? '';
  expect(force()).toMatch(/all events +[\d,]+ events +live/);
  expect(demo.text()).toMatch(/burst: \d+ (deletions|refused requests) by/);

  await demo.press('activity.failures', 'shell.filter');
  await demo.type('image\\.delete.*403');
  await demo.keys('enter');
  await demo.press('shell.up', 'shell.open');
  expect(demo.text()).toMatch(/container-registry\.image\.delete\n Delete an image/);
  expect(demo.text()).toMatch(/outcome +✗ failure\n severity +▲ critical\n reason +403 Forbidden/);
  const name = demo.text().match(/ name +(\S+)/)?.[1] ?? 'none';
  const image = demo.text().match(/What it was done to\n name +(\S+)/)?.[1] ?? 'none';

  // The filter is for the rows of one lens: here it would hide what is looked for.
  await demo.press('activity.by', 'shell.filter');
  await demo.keys('esc');
  expect(force()).toContain(`everything by ${name}  (esc: failures) `);
  await demo.press('activity.on');
  expect(force()).toContain(`everything on ${image} `);
  expect(demo.text()).toMatch(/▌.*✗ fail ▲ crit/);

  await demo.press('shell.place-back', 'shell.place-back');
  expect(demo.text()).toContain('container-registry.image.delete');
  const asked = demo.session.exchanges.get().filter(({ path }) => path.endsWith('/v1/query'));
  expect(asked.length).toBeLessThanOrEqual(3);
});
