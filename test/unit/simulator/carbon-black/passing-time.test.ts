import { describe, expect, test } from 'vitest';
import { createManualClock } from '../../../support/manual-clock.ts';
import { days, identityOf, openOrganisation } from './open-organisation.ts';

const page = { rows: 300, sort: [{ field: 'scan_time', order: 'DESC' }] };
const week = { rows: 300, criteria: { scan_time: days('2026-11-08', '2026-11-14') } };
const facets = { terms: { fields: ['sources', 'clusters', 'scan_status'], rows: 50 } };

test('equal seeds give equal answers, other seeds others', async () => {
  const [one, same, other] = await Promise.all(
    [3, 3, 4].map(async (seed) => {
      const { search, facet } = await openOrganisation({ seed });
      return {
        newest: await search(page),
        earlier: await search(week),
        totals: await facet(facets),
      };
    }),
  );
  expect(same).toEqual(one);
  expect(other?.newest).not.toEqual(one?.newest);
  expect(other?.totals).not.toEqual(one?.totals);
});

test('the past is what a simulator that starts later has, too', async () => {
  const early = await openOrganisation();
  await early.search(page);
  await early.clock.advance(5 * 86_400_000 + 1234);
  const late = await openOrganisation({ clock: createManualClock(early.clock.now()) });
  expect(await late.search(page)).toEqual(await early.search(page));
  expect(await late.facet(facets)).toEqual(await early.facet(facets));
});

test('new scans arrive in front, and what was there stays', async () => {
  const { search, clock } = await openOrganisation();
  const before = await search(page);
  const earlier = await search(week);
  await clock.advance(600_000);
  const after = await search(page);
  const added = after.num_found - before.num_found;
  expect(added).toBeGreaterThan(10);
  expect(after.results.slice(added)).toEqual(before.results.slice(0, 300 - added));
  expect(await search(week)).toEqual(earlier);
});

test('thirty days and today are kept', async () => {
  const { search, clock } = await openOrganisation();
  const oldest = async () => {
    const sort = [{ field: 'scan_time', order: 'ASC' }];
    return (await search({ rows: 1, sort })).results[0]?.scan_time.slice(0, 10);
  };
  expect(await oldest()).toBe('2026-10-22');
  await clock.advance(12 * 3_600_000);
  expect(await oldest()).toBe('2026-10-23');
});

describe.each([0.5, 10, 1000])('at speed %d', (speed) => {
  test('there is as much history, no future, and nothing twice', async () => {
    const { search, clock } = await openOrganisation({ speed });
    const usual = await openOrganisation();
    const start = clock.now();
    expect(await search(page)).toEqual(await usual.search(page));
    await clock.advance(60_000);
    await usual.clock.advance(60_000 * speed);
    const { results } = await search({ ...page, rows: 10_000 });
    const times = results.map(({ scan_time }) => Date.parse(scan_time));
    expect(Math.max(...times)).toBeLessThanOrEqual(clock.now());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(new Set(results.map(identityOf)).size).toBe(results.length);
    const scan_time = {
      start: new Date(start + 1).toISOString(),
      end: new Date(clock.now()).toISOString(),
    };
    const arrived = await search({ rows: 0, criteria: { scan_time } });
    const usualEnd = new Date(usual.clock.now()).toISOString();
    const expected = await usual.search({
      rows: 0,
      criteria: { scan_time: { ...scan_time, end: usualEnd } },
    });
    expect(arrived.num_found).toBe(expected.num_found);
    expect(arrived.num_found).toBeGreaterThan(0);
  });
});
