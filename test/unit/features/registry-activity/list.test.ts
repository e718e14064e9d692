import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Session } from '../../../../src/api/session.ts';
import {
  type ActivityCriteria,
  everything,
} from '../../../../src/features/registry-activity/criteria.ts';
import { createActivitySource } from '../../../../src/features/registry-activity/source.ts';
import { text } from '../../../support/http-server.ts';
import { type LoggedEvent, startLogServer } from '../../../support/log-query-server.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import { activitySession } from './activity-session.ts';

const hourMs = 3_600_000;
let clock: ManualClock;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  clock = createManualClock();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function open(
  events: readonly LoggedEvent[],
  options: Partial<Parameters<typeof startLogServer>[0]> = {},
  settings = {},
) {
  const server = await startLogServer({ clock, events, ...options });
  ends.push(() => server.close());
  const session = await activitySession(server.url, clock, settings);
  ends.push(() => session.close());
  return { server, session };
}

/** Lists the last two days, waiting for the budget where it is used up. */
async function list(session: Session, limit: number, criteria: Partial<ActivityCriteria> = {}) {
  const all = {
    ids: [] as string[],
    truncated: false,
    tryArchive: false,
    warnings: [] as string[],
  };
  const reading = (async () => {
    const toMs = clock.now();
    const options = { criteria: { ...everything, ...criteria }, limit, toMs };
    const source = createActivitySource(session);
    for await (const batch of source.list({ ...options, fromMs: toMs - 48 * hourMs })) {
      all.ids.push(...batch.items.map(({ id }) => id));
      all.truncated ||= batch.truncated;
      all.tryArchive ||= batch.tryArchive;
      all.warnings.push(...batch.warnings);
    }
    return true;
  })();
  let isOver = false;
  reading.then(
    () => {
      isOver = true;
    },
    () => {
      isOver = true;
    },
  );
  while (!isOver) {
    await session.activity.idle();
    await clock.advance(1000);
  }
  await reading;
  return all;
}

function eventsBack(count: number, stepMs: number): readonly LoggedEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const atMs = clock.now() - (index + 1) * stepMs;
    return { logId: `log-${String(index).padStart(5, '0')}`, atMs, arrivesMs: atMs };
  });
}

const idsOf = (events: readonly LoggedEvent[]) => events.map(({ logId }) => logId);

test('all of a window comes, newest first, though results are cut', async () => {
  const events = eventsBack(3000, 20_000);
  const { session, server } = await open(events, { mostRows: 1000 });
  const { ids, truncated, warnings } = await list(session, 0);
  expect(ids).toEqual(idsOf(events));
  expect({ truncated, warnings }).toEqual({ truncated: false, warnings: [] });
  expect(server.statuses.every(({ status }) => status === 200)).toBe(true);
});

test.each(['warning', 'by-number'] as const)(
  'a limit ends early and says that there is more (%s)',
  async (tellsCut) => {
    const events = eventsBack(5000, 10_000);
    const { session, server } = await open(events, { tellsCut });
    const { ids, truncated } = await list(session, 200);
    expect(ids).toEqual(idsOf(events).slice(0, 200));
    expect(truncated).toBe(true);
    expect(server.requests.length).toBeLessThan(6);
  },
);

test('a result without rows was not cut, though its limit is told', async () => {
  const told = { warning: { number_of_results_limit_warning: { number_of_results_limit: 12000 } } };
  const answer = `: success\ndata: ${JSON.stringify(told)}\n\n`;
  const { session, server } = await open([], { fault: () => text(answer, 'text/event-stream') });
  expect((await list(session, 0)).ids).toEqual([]);
  expect(server.statuses).toHaveLength(1);
});

test('a small window takes one query', async () => {
  const events = eventsBack(150, 60_000);
  const { session, server } = await open(events);
  expect(await list(session, 200)).toMatchObject({ ids: idsOf(events), truncated: false });
  expect(server.requests).toHaveLength(1);
});

test('an empty index offers the archive, and the answer is remembered', async () => {
  const events = eventsBack(3, 60_000);
  const { session } = await open(events, { tiers: ['archive'] });
  const source = createActivitySource(session);
  expect(await list(session, 200)).toMatchObject({ ids: [], tryArchive: true });
  expect(await source.tier()).toBe('frequent_search');
  expect((await list(session, 200, { tier: 'archive' })).ids).toEqual(idsOf(events));
  expect(await source.tier()).toBe('archive');
  expect((await list(session, 200)).ids).toEqual(idsOf(events));
});

test('the profile’s own tier is not overruled', async () => {
  const { session } = await open([], { tiers: ['archive'] }, { tier: 'archive' });
  expect(await createActivitySource(session).tier()).toBe('archive');
  expect(await list(session, 200)).toMatchObject({ tryArchive: false });
});

test('what the vendor does not sort out is sorted out here', async () => {
  const [own, other] = eventsBack(2, 60_000);
  if (own === undefined || other === undefined) throw new Error('two events');
  const events = [own, { ...other, action: 'logs.logs-data.search' }];
  const { session } = await open(events);
  expect((await list(session, 200)).ids).toEqual([own.logId]);
  expect((await list(session, 200, { initiator: 'CI-scan' })).ids).toEqual([own.logId]);
  expect((await list(session, 200, { initiator: 'nobody' })).ids).toEqual([]);
});
