import { afterEach, expect, test } from 'vitest';
import { type ActivityDeck, openActivityDeck } from '../support/activity-deck.ts';
import { activityEvent, type EventChanges } from '../support/scripted-activity.ts';

let deck: ActivityDeck;
afterEach(() => deck.close());

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
  deck = await openActivityDeck({ listings: [{ items }] });
  await deck.press('activity.failures');
  expect(inForce()).toMatch(/failures +2 of 6 events/);
  expect(times()).toEqual(['11:02:00', '11:04:00']);

  await deck.press('shell.open');
  expect(deck.text()).toContain('container-registry.image.delete');
  expect(deck.text()).toMatch(/reason +403 Forbidden/);
  expect(deck.text()).toMatch(/because +No permission to delete/);

  await deck.press('activity.by');
  expect(inForce()).toMatch(/failures › everything by mallory@example\.com +2 of 6 events/);
  expect(times()).toEqual(['11:03:00', '11:04:00']);
  // The cursor stays on the event that led here.
  expect(deck.text()).toMatch(/▌ 11:04:00 ✗ fail/);

  await deck.press('activity.on');
  expect(inForce()).toMatch(/› everything on us\.icr\.io\/shop\/cart:2\.14\.3 +3 of 6 events/);
  expect(times()).toEqual(['11:00:00', '11:04:00', '11:05:00']);

  await deck.press('activity.same');
  expect(inForce()).toMatch(/correlationId c0rr-refused +1 of 6 events/);

  await deck.press('shell.unwind', 'shell.unwind');
  expect(inForce()).toMatch(/failures › everything by mallory@example\.com /);
  await deck.press('shell.unwind', 'shell.unwind');
  expect(inForce()).toMatch(/all events +6 events/);

  // All of it without another question to the server.
  expect(deck.activity.lists).toHaveLength(1);
});

test('[ and ] go back and forth, also into the event that stood in front', async () => {
  deck = await openActivityDeck({ listings: [{ items }] });
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
  deck = await openActivityDeck({ listings: [{ items }] });
  const twin = async () => {
    await deck.press('shell.twin');
    const text = deck.text().replaceAll(/\s*\n\s*/g, ' ');
    await deck.press('shell.unwind');
    return text;
  };
  expect(await twin()).toContain('activity --since 24h --follow');
  await deck.press('activity.failures');
  expect(await twin()).toContain('activity --since 24h --outcome failure --follow');
  await deck.press('shell.open', 'activity.by');
  expect(await twin()).toContain('activity --since 24h --initiator IBMid-2 --limit 0');
  await deck.press('activity.on');
  expect(await twin()).toMatch(
    /--query '?.*\$d\.target\.name == .*us\.icr\.io\/shop\/cart:2\.14\.3/,
  );
});
