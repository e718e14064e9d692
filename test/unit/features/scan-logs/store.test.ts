import { beforeEach, describe, expect, test } from 'vitest';
import { ApiError } from '../../../../src/api/errors.ts';
import type { LogsStore } from '../../../../src/features/scan-logs/store.ts';
import { scanAt } from './fake-vendor.ts';
import type { HeldSource } from './held-source.ts';
import { matching, type OpenedStore, openLogsStore } from './open-logs-store.ts';

let opened: OpenedStore;
let store: LogsStore;
let source: HeldSource;

beforeEach(() => {
  opened = openLogsStore();
  ({ store, source } = opened);
});

const rows = () => store.get().rows;
const view = () => store.get().view;
const failure = (status: number, retryAfterMs?: number) =>
  new ApiError(`answered ${status}`, {
    code: 'http-status',
    who: 'vendor',
    exitCode: 1,
    method: 'POST',
    path: '/_search',
    status,
    retryAfterMs,
  });

describe('what is asked', () => {
  test('one search and one facet call show rows and facets', async () => {
    await opened.begin();
    expect(source.searches).toHaveLength(1);
    expect(source.facetCalls).toHaveLength(1);
    expect(rows()).toMatchObject({ found: 450, loading: 'no', isComplete: false });
    expect(rows().logs).toHaveLength(200);
    expect(opened.totals()).toEqual([450, 450, 450]);
  });

  test('choices in a burst are asked for once, when they have settled', async () => {
    await opened.begin();
    opened.choose('a');
    await opened.session.clock.advance(100);
    opened.choose('b');
    await opened.session.clock.advance(149);
    expect(source.searches).toHaveLength(1);
    await opened.session.clock.advance(1);
    expect(source.searches).toHaveLength(2);
    expect(source.facetCalls).toHaveLength(2);
    expect(source.searches[1]?.criteria.values).toEqual({ clusters: ['a', 'b'] });
  });

  test('another order asks for rows alone', async () => {
    await opened.begin();
    store.reverse();
    store.reverse();
    store.reverse();
    await opened.settle();
    expect(source.searches.map(({ sort }) => sort?.order)).toEqual(['DESC', 'ASC']);
    expect(source.facetCalls).toHaveLength(1);
  });

  test('another order begins at its first row: the worst is what it was asked for', async () => {
    await opened.begin();
    store.move('page-down');
    store.reverse();
    await opened.settle();
    await source.searches[1]?.answer();
    expect(view().list).toEqual({ selected: rows().logs[0]?.key, top: 0 });
    store.move('down');
    store.refresh();
    await opened.settle();
    await source.searches[2]?.answer();
    expect(view().list.selected).toBe(rows().logs[1]?.key);
  });

  test('stopping cancels what is under way', async () => {
    store.start();
    const stopped = store.stop();
    expect(source.searches[0]?.aborted()).toBe(true);
    expect(source.facetCalls[0]?.aborted()).toBe(true);
    await opened.answer();
    await stopped;
    expect(rows().logs).toEqual([]);
  });
});

describe('answers out of order', () => {
  test('no count is shown but those of the criteria on the screen', async () => {
    await opened.begin();
    opened.choose('a');
    await opened.settle();
    expect(opened.totals()).toEqual([null, null, null]);
    opened.choose('b');
    await opened.settle();
    expect(source.searches[1]?.aborted()).toBe(true);
    await source.searches[2]?.answer();
    await source.facetCalls[2]?.answer();
    expect(rows()).toMatchObject({ found: 38 });
    expect(opened.totals()).toEqual([38, 38, 38]);
    await source.searches[1]?.answer();
    await source.facetCalls[1]?.answer();
    expect(rows()).toMatchObject({ found: 38 });
    expect(rows().logs).toHaveLength(38);
    expect(opened.totals()).toEqual([38, 38, 38]);
  });

  test('a failure that is late says nothing, either', async () => {
    await opened.begin();
    opened.choose('a');
    await opened.settle();
    opened.choose('b');
    await opened.settle();
    await source.searches[1]?.fail(failure(500));
    await source.facetCalls[1]?.fail(failure(500));
    expect(rows().failure).toBeNull();
    await opened.answer();
    expect(store.get().facets.failure).toBeNull();
  });

  test('a page that was under way is not added to the rows of other criteria', async () => {
    await opened.begin();
    store.move('last');
    expect(source.searches).toHaveLength(2);
    opened.choose('a');
    await opened.settle();
    await source.searches[2]?.answer();
    await source.searches[1]?.answer();
    expect(rows().logs).toHaveLength(150);
    expect(rows().of?.criteria.values).toEqual({ clusters: ['a'] });
  });

  test('the rows that are shown meanwhile are known to be those of other criteria', async () => {
    await opened.begin();
    opened.choose('a');
    expect(store.get().question.criteria.values).toEqual({ clusters: ['a'] });
    expect(rows().of?.criteria.values).toEqual({});
    expect(rows().logs).toHaveLength(200);
  });
});

describe('pages', () => {
  test('the next one is loaded before the end is reached', async () => {
    await opened.begin();
    for (let step = 0; step < 8; step += 1) store.move('page-down');
    expect(source.searches).toHaveLength(2);
    await opened.answer();
    expect(rows().logs).toHaveLength(400);
    const keys = new Set(rows().logs.map(({ key }) => key));
    expect(keys.size).toBe(400);
  });

  test('a jump to the end loads one page, and not all between', async () => {
    await opened.begin();
    store.move('last');
    store.move('last');
    expect(source.searches).toHaveLength(2);
    await opened.answer();
    expect(rows().logs).toHaveLength(400);
  });

  test('the end is known without asking for an empty page', async () => {
    await opened.begin();
    store.move('last');
    await opened.answer();
    store.move('last');
    await opened.answer();
    expect(rows()).toMatchObject({ isComplete: true, found: 450 });
    store.move('last');
    expect(source.searches).toHaveLength(3);
  });

  test('a filter that hides nearly all loads nothing but on a move that hits the end', async () => {
    await opened.begin();
    store.filter('app-1:');
    expect(view().visible).toHaveLength(1);
    expect(source.searches).toHaveLength(1);
    store.move('down');
    expect(source.searches).toHaveLength(2);
  });
});

describe('failures', () => {
  test('leave the rows, and are asked again by hand', async () => {
    await opened.begin();
    store.move('last');
    await source.searches[1]?.fail(failure(500));
    expect(rows().failure).toMatchObject({ at: opened.session.clock.now(), againAt: null });
    expect(rows().logs).toHaveLength(200);
    store.move('up');
    store.move('last');
    expect(source.searches).toHaveLength(2);
    store.refresh();
    expect(source.searches).toHaveLength(3);
    await opened.answer();
    expect(rows()).toMatchObject({ failure: null });
    expect(rows().logs).toHaveLength(400);
  });

  test('leave the rows of the criteria before', async () => {
    await opened.begin();
    opened.choose('a');
    await opened.settle();
    await source.searches[1]?.fail(failure(400));
    await source.facetCalls[1]?.fail(failure(400));
    expect(rows().logs).toHaveLength(200);
    expect(rows().of?.criteria.values).toEqual({});
    expect(opened.totals()).toEqual([null, null, null]);
    store.goTo(opened.left.at(-1) ?? '');
    await opened.settle();
    await opened.answer();
    expect(rows()).toMatchObject({ failure: null, found: 450 });
  });

  test('with a time to ask again are asked again then, and not before', async () => {
    await opened.begin();
    store.refresh();
    await source.searches[1]?.fail(failure(429, 600_000));
    await source.facetCalls[1]?.fail(failure(429, 600_000));
    expect(rows().failure?.againAt).toBe(opened.session.clock.now() + 600_000);
    await opened.session.clock.advance(599_999);
    expect(source.searches).toHaveLength(2);
    await opened.session.clock.advance(1);
    expect(source.searches).toHaveLength(3);
    expect(source.facetCalls).toHaveLength(3);
    await opened.answer();
    expect(rows().failure).toBeNull();
  });
});

describe('the selection', () => {
  test('stays on its row when newer rows come above it', async () => {
    await opened.begin();
    store.move('down');
    store.move('down');
    const key = opened.selected();
    source.rows = (criteria) => [scanAt(2_000_000, 9_999), ...matching(criteria)];
    store.refresh();
    await opened.answer();
    expect(opened.selected()).toBe(key);
    expect(view().visible.indexOf(key ?? '')).toBe(3);
  });

  test('comes back with its place, once the rows are there', async () => {
    await opened.begin();
    store.move('page-down');
    const key = opened.selected();
    opened.choose('a');
    await opened.settle();
    await opened.answer();
    expect(opened.selected()).not.toBe(key);
    store.goTo(opened.left.at(-1) ?? '');
    await opened.settle();
    await opened.answer();
    expect(opened.selected()).toBe(key);
  });
});
