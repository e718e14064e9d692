import { afterEach, expect, test } from 'vitest';
import type { Session } from '../../../../src/api/session.ts';
import { everything } from '../../../../src/features/registry-activity/criteria.ts';
import { createActivitySource } from '../../../../src/features/registry-activity/source.ts';
import type { TailBatch } from '../../../../src/features/registry-activity/tail-batch.ts';
import { type LoggedEvent, startLogServer } from '../../../support/log-query-server.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import { activitySession } from './activity-session.ts';

const minuteMs = 60_000;
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Follows for a while, in steps shorter than two queries are apart. */
async function follow(session: Session, clock: ManualClock, minutes: number) {
  const batches: TailBatch[] = [];
  const controller = new AbortController();
  const { signal } = controller;
  const tail = createActivitySource(session).tail({
    ...{ criteria: everything, sinceMs: clock.now(), signal, random: () => 0 },
  });
  const reading = (async () => {
    for await (const event of tail) if (event.kind === 'batch') batches.push(event);
  })();
  for (let second = 0; second < minutes * 60; second += 5) {
    await clock.advance(5000);
    await session.activity.idle();
  }
  controller.abort();
  await reading;
  return batches;
}

/** Steady events, some of them late by minutes, and a rush of them. */
function hourOfEvents(startMs: number): readonly LoggedEvent[] {
  const events: LoggedEvent[] = [];
  const add = (atMs: number, delayMs: number) => {
    const logId = `log-${String(events.length).padStart(5, '0')}`;
    events.push({ logId, atMs, arrivesMs: atMs + delayMs });
  };
  for (let second = 1; second < 45 * 60; second += 5) {
    const delayMs = second % 100 === 1 ? 11 * minuteMs : second % 20 === 1 ? 200_000 : second % 90;
    add(startMs + second * 1000, delayMs * (delayMs < 100 ? 1000 : 1));
  }
  for (let index = 0; index < 700; index += 1) add(startMs + 20 * minuteMs + index * 40, 5_000);
  return events;
}

// The second server cuts its results short of the rush.
test.each([12_000, 300])(
  'an hour with 10 queries a minute and %i rows a query: nothing missing, nothing twice, what is late is marked',
  { timeout: 120_000 },
  async (mostRows) => {
    const clock = createManualClock();
    const startMs = clock.now();
    const events = hourOfEvents(startMs);
    const others = Array.from({ length: 10 }, (_, index) => startMs + index);
    const server = await startLogServer({ clock, events, others, mostRows });
    ends.push(() => server.close());
    const session = await activitySession(server.url, clock);
    ends.push(() => session.close());
    const batches = await follow(session, clock, 60);
    const refused = server.statuses.filter(({ status }) => status !== 200);
    expect(refused.filter(({ at }) => at > startMs + minuteMs)).toEqual([]);
    expect(refused.length).toBeGreaterThan(0);
    const told = batches.flatMap(({ items }) => items.map(({ message }) => message));
    expect(told.toSorted()).toEqual(events.map(({ logId }) => logId));
    let youngest = 0;
    for (const { items } of batches) {
      const times = items.map(({ atMs }) => atMs ?? 0);
      expect(times).toEqual(times.toSorted((left, right) => left - right));
      for (const { atMs, late } of items) expect(late).toBe((atMs ?? 0) < youngest);
      youngest = Math.max(youngest, ...times);
    }
    const late = batches.flatMap(({ items }) => items.filter((item) => item.late));
    expect(late.length).toBeGreaterThan(100);
    expect(batches.at(-1)?.tryArchive).toBe(false);
    expect(batches.some(({ why }) => why !== null)).toBe(true);
  },
);
