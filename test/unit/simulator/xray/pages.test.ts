import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createXrayTruth } from '../../../../src/simulator/xray/truth.ts';
import { type AuditEvent, hourMs, hoursFrom, openPlatform } from './open-platform.ts';

const idsOf = (rows: readonly AuditEvent[] | null) => (rows ?? []).map(({ id }) => id);

describe('a window', () => {
  test.each([
    ['asc', 'false', 2000],
    ['asc', 'false', 7],
    ['desc', 'false', 50],
    ['asc', 'true', 13],
  ])('%s with dry_run=%s, by %d rows, is the truth', async (direction, dryRun, rows) => {
    const { clock, truth, walk } = await openPlatform();
    const [sinceMs, untilMs] = [clock.now() - 7 * hourMs, clock.now() - 2 * hourMs];
    const found = await walk({
      created_at_start: hoursFrom(clock, -7),
      created_at_end: hoursFrom(clock, -2),
      dry_run: dryRun,
      num_of_rows: rows,
      direction,
    });
    const told = truth.auditEvents({ sinceMs, untilMs, dryRun: dryRun === 'true' });
    expect(told.count).toBeGreaterThan(30);
    const ascending = direction === 'asc' ? found : found.toReversed();
    expect(idsOf(ascending)).toEqual([...told.ids()]);
    expect([told.count, told.firstId, told.lastId]).toEqual([
      found.length,
      ascending[0]?.id,
      ascending.at(-1)?.id,
    ]);
    for (const { created_at } of found) {
      expect(created_at).toMatch(/^2026-11-21T\d\d:\d\d:\d\dZ$/);
      expect(Date.parse(created_at)).toBeGreaterThanOrEqual(sinceMs);
      expect(Date.parse(created_at)).toBeLessThan(untilMs);
    }
    expect(ascending.map(({ created_at }) => created_at)).toEqual(
      ascending.map(({ created_at }) => created_at).toSorted(),
    );
  });

  test('is the truth byte for byte, wherever it is told', async () => {
    const { clock, truth, get } = await openPlatform({ auditEvents: 400_000 });
    const text = await (
      await get({
        created_at_start: hoursFrom(clock, -3),
        created_at_end: hoursFrom(clock, -2),
        direction: 'asc',
        num_of_rows: 2000,
      })
    ).text();
    const rows = text.slice('{"data":['.length, text.indexOf('],"meta":'));
    const window = { sinceMs: clock.now() - 3 * hourMs, untilMs: clock.now() - 2 * hourMs };
    const told = truth.auditEvents(window);
    expect(rows).toBe([...told.rows()].map((row) => Buffer.from(row).toString()).join());
    const lines = rows.replaceAll('},{"id":', '}\n{"id":');
    expect(told.sha256()).toBe(createHash('sha256').update(`${lines}\n`).digest('hex'));
    const elsewhere = createXrayTruth(1, { auditEvents: 400_000 });
    expect(elsewhere.auditEvents(window).sha256()).toBe(told.sha256());
    const other = createXrayTruth(2, { auditEvents: 400_000 });
    expect(other.auditEvents(window).sha256()).not.toBe(told.sha256());
  });

  test('falls apart at any second into two that have each event once', async () => {
    const { clock, truth } = await openPlatform({ auditEvents: 4_000_000 });
    const [sinceMs, untilMs] = [clock.now() - 100_000, clock.now()];
    const whole = [...truth.auditEvents({ sinceMs, untilMs }).ids()];
    for (let middle = sinceMs; middle <= untilMs; middle += 500) {
      const parts = [
        ...truth.auditEvents({ sinceMs, untilMs: middle }).ids(),
        ...truth.auditEvents({ sinceMs: middle, untilMs }).ids(),
      ];
      expect(parts).toEqual(whole);
    }
  });

  test('is null where nothing happened', async () => {
    const { clock, get } = await openPlatform();
    const [start, end] = [hoursFrom(clock, 1), hoursFrom(clock, 2)];
    const query = { created_at_start: start, created_at_end: end, include_total: true };
    expect(await (await get(query)).json()).toEqual({
      data: null,
      meta: {
        total_count: 0,
        result_count: 0,
        next_offset: 0,
        order_by: 'id',
        direction: 'desc',
        num_of_rows: 100,
        offset: 0,
        include_total: true,
        include_explanation_and_recommendation: false,
        created_at_start: '2026-11-21T13:00:00Z',
        created_at_end: '2026-11-21T14:00:00Z',
      },
    });
  });

  test('is the last seven days, to the second, unless one is asked for', async () => {
    const { clock, page } = await openPlatform();
    await clock.advance(1234);
    const { data, meta } = await page();
    expect(meta).toMatchObject({
      created_at_start: '2026-11-14T12:00:01Z',
      created_at_end: '2026-11-21T12:00:01Z',
      num_of_rows: 100,
      result_count: 100,
      next_offset: 100,
    });
    expect(meta).not.toHaveProperty('total_count');
    expect(idsOf(data)).toEqual(idsOf(data).toSorted((a, b) => b - a));
  });

  test('tells the total when asked for, wherever the page is', async () => {
    const { clock, page, truth } = await openPlatform();
    const told = truth.auditEvents({ sinceMs: clock.now() - 168 * hourMs, untilMs: clock.now() });
    const beyond = await page({ include_total: true, offset: told.count });
    expect(beyond).toMatchObject({
      data: null,
      meta: { total_count: told.count, result_count: 0 },
    });
    const last = await page({ include_total: true, offset: told.count - 1 });
    expect(last).toMatchObject({ meta: { total_count: told.count, result_count: 1 } });
    expect(last.data).toHaveLength(1);
  });
});

describe('the last page', () => {
  test.each([
    ['zero', 0],
    ['null', null],
    ['absent', undefined],
  ] as const)('can have the next offset %s', async (endOfPages, expected) => {
    const { clock, page } = await openPlatform({ endOfPages });
    const window = { created_at_start: hoursFrom(clock, -1), created_at_end: hoursFrom(clock, 0) };
    const all = await page({ ...window, num_of_rows: 2000 });
    expect(all.meta.next_offset).toBe(expected);
    expect('next_offset' in all.meta).toBe(endOfPages !== 'absent');
    const count = all.meta.result_count;
    expect((await page({ ...window, num_of_rows: count })).meta.next_offset).toBe(expected);
    expect((await page({ ...window, num_of_rows: count - 1 })).meta.next_offset).toBe(count - 1);
  });
});

describe('the end of a window', () => {
  test.each([
    ['exclusive', 0],
    ['inclusive', 1],
  ] as const)('is %s', async (endBound, extra) => {
    const { clock, page } = await openPlatform({ endBound });
    const [event] = (await page({ direction: 'asc', num_of_rows: 1 })).data ?? [];
    const at = event?.created_at ?? '';
    const same = { created_at_start: at, created_at_end: at };
    expect((await page(same)).meta.result_count > 0).toBe(extra === 1);
    const second = new Date(Date.parse(at) + 1000).toISOString();
    const { data } = await page({ created_at_start: at, created_at_end: second });
    expect(idsOf(data)).toContain(event?.id);
    expect(clock.now()).toBeGreaterThan(Date.parse(at));
  });
});

describe('time that passes', () => {
  test('brings new events, which shift the pages of a moving window', async () => {
    const { clock, page } = await openPlatform({ auditEvents: 1_000_000 });
    const first = await page({ num_of_rows: 50 });
    await clock.advance(60_000);
    const second = await page({ num_of_rows: 50, offset: first.meta.next_offset ?? 0 });
    const seen = new Set(idsOf(first.data));
    expect(idsOf(second.data).some((id) => seen.has(id))).toBe(true);
  });

  test('changes nothing in a window with a fixed end', async () => {
    const { clock, page } = await openPlatform({ auditEvents: 1_000_000 });
    const window = {
      created_at_start: hoursFrom(clock, -24),
      created_at_end: hoursFrom(clock, 0),
      direction: 'asc',
      offset: 1000,
    };
    const before = await page(window);
    await clock.advance(5 * hourMs);
    expect(await page(window)).toEqual(before);
  });

  test('shows an event once its second has come, and none before', async () => {
    const { clock, page, truth } = await openPlatform({ auditEvents: 1_000_000 });
    const window = {
      created_at_start: hoursFrom(clock, 0),
      created_at_end: hoursFrom(clock, 1),
      num_of_rows: 2000,
    };
    const startMs = clock.now();
    for (let step = 0; step < 30; step += 1) {
      await clock.advance(700);
      const told = truth.auditEvents({ sinceMs: startMs, untilMs: clock.now() + 1 });
      expect(idsOf((await page(window)).data).toReversed()).toEqual([...told.ids()]);
    }
  });

  test('takes events away after 30 days, at midnight', async () => {
    const { clock, page } = await openPlatform();
    const window = (from: number, to: number) => ({
      created_at_start: new Date(Date.UTC(2026, 9, from)).toISOString(),
      created_at_end: new Date(Date.UTC(2026, 9, to)).toISOString(),
    });
    expect((await page(window(21, 22))).data).toBeNull();
    expect((await page(window(22, 23))).data).toHaveLength(100);
    await clock.advance(13 * hourMs);
    expect((await page(window(22, 23))).data).toBeNull();
    expect((await page(window(23, 24))).data).toHaveLength(100);
  });
});
