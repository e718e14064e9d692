import { describe, expect, test } from 'vitest';
import { readTime } from '../../../../src/simulator/xray/rfc3339.ts';
import { hoursFrom, openPlatform, type Query } from './open-platform.ts';

const start = 'created_at_start=2026-11-20T00:00:00Z';
const end = 'created_at_end=2026-11-21T00:00:00Z';

describe('400 in the form of Xray', () => {
  test.each<[string, Query]>([
    ['a column that does not order', { order_by: 'package_name' }],
    ['an empty column', { order_by: '' }],
    ['another direction', { direction: 'ASC' }],
    ['no rows', { num_of_rows: 0 }],
    ['fewer than no rows', { num_of_rows: -1 }],
    ['more than 2000 rows', { num_of_rows: 2001 }],
    ['rows in words', { num_of_rows: 'many' }],
    ['a fraction of rows', { num_of_rows: '1.5' }],
    ['more than 500,000 rows of CSV', { num_of_rows: 500_001, format: 'csv' }],
    ['an offset before the first', { offset: -1 }],
    ['an offset in words', { offset: 'next' }],
    ['the total of CSV', { include_total: true, format: 'csv' }],
    ['a flag that is none', { include_total: 'yes' }],
    ['a dry run that is none', { dry_run: 1 }],
    ['another format', { format: 'xml' }],
    ['a date alone', { created_at_start: '2026-11-20' }],
    ['a time without a zone', { created_at_start: '2026-11-20T00:00:00' }],
    ['a day that no month has', { created_at_end: '2026-02-30T00:00:00Z' }],
    ['an hour that no day has', { created_at_end: '2026-11-20T24:00:00Z' }],
    ['an empty time', `created_at_start=&${end}`],
    ['seconds since 1970', { created_at_start: '1763596800' }],
    ['a plus sign, which is a space', `created_at_start=2026-11-20T00:00:00+00:00&${end}`],
    [
      'a window that is turned round',
      `${end.replace('end', 'start')}&${start.replace('start', 'end')}`,
    ],
  ])('%s', async (_title, query) => {
    const { get } = await openPlatform();
    const answer = await get(query);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({ error: expect.stringMatching(/./) });
  });
});

describe('200', () => {
  test.each<[string, Query]>([
    ['without parameters', ''],
    [
      'with all of them',
      `${start}&${end}&order_by=id&direction=asc&num_of_rows=1&offset=1&include_total=true&dry_run=false&format=json`,
    ],
    ['for a time with another zone', `created_at_start=2026-11-20T01:00:00%2B01:00&${end}`],
    ['for milliseconds', `created_at_start=2026-11-20T00:00:00.000Z&${end}`],
    ['for what it does not know', { action: 'blocked', package_name: 'axios' }],
    ['for 2000 rows', { num_of_rows: 2000 }],
    ['for flags as Python writes them', 'include_total=True&dry_run=False'],
  ])('%s', async (_title, query) => {
    const { get } = await openPlatform();
    expect((await get(query)).status).toBe(200);
  });
});

describe('a window', () => {
  const refused = { error: 'Maximum allowed duration is 168 hours' };

  test('has 168 hours at most', async () => {
    const { clock, get } = await openPlatform();
    const created_at_end = hoursFrom(clock, -1);
    const widest = { created_at_start: hoursFrom(clock, -169), created_at_end };
    expect((await get(widest)).status).toBe(200);
    const wider = { created_at_start: '2026-11-14T10:59:59.999Z', created_at_end };
    const answer = await get(wider);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual(refused);
  });

  test('can be counted in whole hours', async () => {
    const { get } = await openPlatform({ spanCount: 'whole-hours' });
    const whole = 'created_at_start=2026-11-14T10:00:00Z&created_at_end=2026-11-21T10:00:00Z';
    expect((await get(whole)).status).toBe(200);
    const answer = await get(whole.replaceAll(':00:00Z', ':30:00Z'));
    expect(await answer.json()).toEqual(refused);
  });

  test('can be as long as it likes, as JFrog’s own example needs it', async () => {
    const { clock, page } = await openPlatform({ auditEvents: 400, longWindows: true });
    const { data, meta } = await page({
      ...{ created_at_start: hoursFrom(clock, -30 * 24), include_total: true, num_of_rows: 2000 },
    });
    expect(data?.length).toBe(meta.total_count);
    expect(meta.created_at_end).toBe('2026-11-21T12:00:00Z');
  });

  test('with a start alone ends now, and is soon too wide', async () => {
    const { clock, get, page } = await openPlatform();
    const { meta } = await page({ created_at_start: hoursFrom(clock, -48) });
    expect(meta.created_at_end).toBe('2026-11-21T12:00:00Z');
    const answer = await get({ created_at_start: hoursFrom(clock, -30 * 24) });
    expect(await answer.json()).toEqual(refused);
  });

  test('is told as it was understood', async () => {
    const { page } = await openPlatform();
    const { meta } = await page(
      'created_at_start=2026-11-20T01:00:00.250%2B01:00&created_at_end=2026-11-20T22:30:00-01:30',
    );
    expect(meta).toMatchObject({
      created_at_start: '2026-11-20T00:00:00.25Z',
      created_at_end: '2026-11-21T00:00:00Z',
    });
  });
});

test('too many rows can be clamped; the page tells how many it was made for', async () => {
  const { page, get } = await openPlatform({ tooManyRows: 'clamped' });
  const { data, meta } = await page({ num_of_rows: 5000 });
  expect(data).toHaveLength(2000);
  expect(meta).toMatchObject({ num_of_rows: 2000, result_count: 2000, next_offset: 2000 });
  expect((await get({ num_of_rows: 0 })).status).toBe(400);
});

test.each([
  ['2026-11-21T12:00:00Z', Date.UTC(2026, 10, 21, 12)],
  ['2026-11-21T12:00:00.5Z', Date.UTC(2026, 10, 21, 12, 0, 0, 500)],
  ['2026-11-21T12:00:00.123456789Z', Date.UTC(2026, 10, 21, 12, 0, 0, 123)],
  ['2024-02-29T23:30:00-05:30', Date.UTC(2024, 2, 1, 5)],
  ['2026-11-21T12:00:00+24:00', null],
  ['2026-11-21T12:00:60Z', null],
  ['2026-13-01T12:00:00Z', null],
  ['2026-11-21 12:00:00Z', null],
  ['2026-11-21T12:00:00z', null],
  ['', null],
])('the time %j', (text, ms) => {
  expect(readTime(text)).toBe(ms);
});
