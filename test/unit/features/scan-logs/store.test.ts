import { beforeEach, describe, expect, test } from 'vitest';
import { ApiError } from '../../../../src/api/errors.ts';
import type { LogCriteria, ScanLog } from '../../../../src/features/scan-logs/model.ts';
import { createLogsStore, type LogsStore } from '../../../../src/features/scan-logs/store.ts';
import { type FakeSession, fakeSession } from '../../../support/fake-session.ts';
import { scanAt } from './fake-vendor.ts';
import { type HeldSource, heldSource } from './held-source.ts';

const isChosen = ({ values }: LogCriteria, name: string) => (values.clusters ?? []).includes(name);

/** Cluster a has a third of the rows, b a fourth; what is queried for has one. */
function matching(criteria: LogCriteria): readonly ScanLog[] {
  const all = Array.from({ length: 450 }, (_, id) => scanAt(1_000_000 - id * 1000, id));
  if (criteria.query !== '') return all.slice(0, 1);
  const fits = (index: number) =>
    (!isChosen(criteria, 'a') || index % 3 === 0) && (!isChosen(criteria, 'b') || index % 4 === 0);
  return all.filter((_, index) => fits(index));
}

let session: FakeSession;
let source: HeldSource;
let store: LogsStore;
let notices: string[];
let left: string[];

beforeEach(() => {
  session = fakeSession({ sources: ['carbonBlack'] });
  source = heldSource(matching);
  notices = [];
  left = [];
  store = createLogsStore({
    session,
    source,
    onNotice: (text) => notices.push(text),
    onLeave: () => left.push(store.place()),
  });
  store.setRoom({ rows: 20, facets: 20, front: 20, columns: ['time', 'source', 'tag'] });
});

const rows = () => store.get().rows;
const view = () => store.get().view;
const selected = () => view().list.selected;
const settle = () => session.clock.advance(150);
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

/** Answers the newest call of each kind. */
async function answer(): Promise<void> {
  await source.searches.at(-1)?.answer();
  await source.facetCalls.at(-1)?.answer();
}

async function begin(): Promise<void> {
  store.start();
  await answer();
}

/** Chooses a value as the user does: in the facets, by the cursor. */
function choose(name: string): void {
  store.focus('facets');
  const at = (): string => {
    const { items, view: now } = store.get();
    const item = items.find(({ id }) => id === now.facets.list.selected);
    return item?.kind === 'value' ? item.value.name : '';
  };
  store.move('first');
  for (let step = 0; step < 20 && at() !== name; step += 1) store.move('down');
  expect(at()).toBe(name);
  store.toggle();
}

const totals = () =>
  store.get().items.flatMap((item) => (item.kind === 'value' ? [item.value.total] : []));

describe('what is asked', () => {
  test('one search and one facet call show rows and facets', async () => {
    await begin();
    expect(source.searches).toHaveLength(1);
    expect(source.facetCalls).toHaveLength(1);
    expect(rows()).toMatchObject({ found: 450, loading: 'no', isComplete: false });
    expect(rows().logs).toHaveLength(200);
    expect(totals()).toEqual([450, 450, 450]);
  });

  test('choices in a burst are asked for once, when they have settled', async () => {
    await begin();
    choose('a');
    await session.clock.advance(100);
    choose('b');
    await session.clock.advance(149);
    expect(source.searches).toHaveLength(1);
    await session.clock.advance(1);
    expect(source.searches).toHaveLength(2);
    expect(source.facetCalls).toHaveLength(2);
    expect(source.searches[1]?.criteria.values).toEqual({ clusters: ['a', 'b'] });
  });

  test('another order asks for rows alone', async () => {
    await begin();
    store.reverse();
    store.reverse();
    store.reverse();
    await settle();
    expect(source.searches.map(({ sort }) => sort?.order)).toEqual(['DESC', 'ASC']);
    expect(source.facetCalls).toHaveLength(1);
  });

  test('stopping cancels what is under way', async () => {
    store.start();
    const stopped = store.stop();
    expect(source.searches[0]?.aborted()).toBe(true);
    expect(source.facetCalls[0]?.aborted()).toBe(true);
    await answer();
    await stopped;
    expect(rows().logs).toEqual([]);
  });
});

describe('answers out of order', () => {
  test('no count is shown but those of the criteria on the screen', async () => {
    await begin();
    choose('a');
    await settle();
    expect(totals()).toEqual([null, null, null]);
    choose('b');
    await settle();
    expect(source.searches[1]?.aborted()).toBe(true);
    await source.searches[2]?.answer();
    await source.facetCalls[2]?.answer();
    expect(rows()).toMatchObject({ found: 38 });
    expect(totals()).toEqual([38, 38, 38]);
    await source.searches[1]?.answer();
    await source.facetCalls[1]?.answer();
    expect(rows()).toMatchObject({ found: 38 });
    expect(rows().logs).toHaveLength(38);
    expect(totals()).toEqual([38, 38, 38]);
  });

  test('a failure that is late says nothing, either', async () => {
    await begin();
    choose('a');
    await settle();
    choose('b');
    await settle();
    await source.searches[1]?.fail(failure(500));
    await source.facetCalls[1]?.fail(failure(500));
    expect(rows().failure).toBeNull();
    await answer();
    expect(store.get().facets.failure).toBeNull();
  });

  test('a page that was under way is not added to the rows of other criteria', async () => {
    await begin();
    store.move('last');
    expect(source.searches).toHaveLength(2);
    choose('a');
    await settle();
    await source.searches[2]?.answer();
    await source.searches[1]?.answer();
    expect(rows().logs).toHaveLength(150);
    expect(rows().of?.criteria.values).toEqual({ clusters: ['a'] });
  });

  test('the rows that are shown meanwhile are known to be those of other criteria', async () => {
    await begin();
    choose('a');
    expect(store.get().question.criteria.values).toEqual({ clusters: ['a'] });
    expect(rows().of?.criteria.values).toEqual({});
    expect(rows().logs).toHaveLength(200);
  });
});

describe('pages', () => {
  test('the next one is loaded before the end is reached', async () => {
    await begin();
    for (let step = 0; step < 8; step += 1) store.move('page-down');
    expect(source.searches).toHaveLength(2);
    await answer();
    expect(rows().logs).toHaveLength(400);
    const keys = new Set(rows().logs.map(({ key }) => key));
    expect(keys.size).toBe(400);
  });

  test('a jump to the end loads one page, and not all between', async () => {
    await begin();
    store.move('last');
    store.move('last');
    expect(source.searches).toHaveLength(2);
    await answer();
    expect(rows().logs).toHaveLength(400);
  });

  test('the end is known without asking for an empty page', async () => {
    await begin();
    store.move('last');
    await answer();
    store.move('last');
    await answer();
    expect(rows()).toMatchObject({ isComplete: true, found: 450 });
    store.move('last');
    expect(source.searches).toHaveLength(3);
  });

  test('a filter that hides nearly all loads nothing but on a move that hits the end', async () => {
    await begin();
    store.filter('app-1:');
    expect(view().visible).toHaveLength(1);
    expect(source.searches).toHaveLength(1);
    store.move('down');
    expect(source.searches).toHaveLength(2);
  });
});

describe('failures', () => {
  test('leave the rows, and are asked again by hand', async () => {
    await begin();
    store.move('last');
    await source.searches[1]?.fail(failure(500));
    expect(rows().failure).toMatchObject({ at: session.clock.now(), againAt: null });
    expect(rows().logs).toHaveLength(200);
    store.move('up');
    store.move('last');
    expect(source.searches).toHaveLength(2);
    store.refresh();
    expect(source.searches).toHaveLength(3);
    await answer();
    expect(rows()).toMatchObject({ failure: null });
    expect(rows().logs).toHaveLength(400);
  });

  test('leave the rows of the criteria before', async () => {
    await begin();
    choose('a');
    await settle();
    await source.searches[1]?.fail(failure(400));
    await source.facetCalls[1]?.fail(failure(400));
    expect(rows().logs).toHaveLength(200);
    expect(rows().of?.criteria.values).toEqual({});
    expect(totals()).toEqual([null, null, null]);
    store.goTo(left.at(-1) ?? '');
    await settle();
    await answer();
    expect(rows()).toMatchObject({ failure: null, found: 450 });
  });

  test('with a time to ask again are asked again then, and not before', async () => {
    await begin();
    store.refresh();
    await source.searches[1]?.fail(failure(429, 600_000));
    await source.facetCalls[1]?.fail(failure(429, 600_000));
    expect(rows().failure?.againAt).toBe(session.clock.now() + 600_000);
    await session.clock.advance(599_999);
    expect(source.searches).toHaveLength(2);
    await session.clock.advance(1);
    expect(source.searches).toHaveLength(3);
    expect(source.facetCalls).toHaveLength(3);
    await answer();
    expect(rows().failure).toBeNull();
  });
});

describe('the selection', () => {
  test('stays on its row when newer rows come above it', async () => {
    await begin();
    store.move('down');
    store.move('down');
    const key = selected();
    source.rows = (criteria) => [scanAt(2_000_000, 9_999), ...matching(criteria)];
    store.refresh();
    await answer();
    expect(selected()).toBe(key);
    expect(view().visible.indexOf(key ?? '')).toBe(3);
  });

  test('comes back with its place, once the rows are there', async () => {
    await begin();
    store.move('page-down');
    const key = selected();
    choose('a');
    await settle();
    await answer();
    expect(selected()).not.toBe(key);
    store.goTo(left.at(-1) ?? '');
    await settle();
    await answer();
    expect(selected()).toBe(key);
  });
});

describe('counts over time', () => {
  test('are asked for when the user goes there, and not by a choice', async () => {
    await begin();
    expect(source.histograms).toHaveLength(0);
    store.focus('histogram');
    store.focus('rows');
    store.focus('histogram');
    expect(source.histograms).toHaveLength(1);
    await source.histograms[0]?.answer();
    store.sideways(-1);
    store.open();
    await settle();
    expect(source.searches.at(-1)?.criteria.time).toEqual({
      kind: 'bounds',
      since: 0,
      until: 500_000,
    });
    expect(view().region).toBe('rows');
  });

  test('are those of the criteria on the screen', async () => {
    await begin();
    store.focus('histogram');
    store.setQuery('app-1');
    await source.histograms[0]?.answer();
    expect(store.get().histogram).toMatchObject({ of: null, loading: false });
  });

  test('cost nothing when every row is loaded', async () => {
    source.rows = (criteria) => matching(criteria).slice(0, 20);
    await begin();
    store.focus('histogram');
    expect(source.histograms).toHaveLength(0);
  });

  test('a stretch reaches from its anchor to the cursor', async () => {
    await begin();
    store.focus('histogram');
    await source.histograms[0]?.answer();
    store.toggle();
    store.sideways(-1);
    store.open();
    await settle();
    expect(source.searches.at(-1)?.criteria.time).toEqual({
      kind: 'bounds',
      since: 0,
      until: 1_000_000,
    });
  });
});

describe('in front', () => {
  test('a history belongs to its image, and esc goes back step by step', async () => {
    await begin();
    store.open();
    store.open();
    expect(view().fronts.map(({ kind }) => kind)).toEqual(['detail', 'history']);
    await source.histories[0]?.answer();
    const front = view().fronts.at(-1);
    expect(front).toMatchObject({ load: { kind: 'ready' }, list: { selected: selected() } });
    expect([store.back(), store.back(), store.back()]).toEqual([true, true, false]);
  });

  test('a history that comes after it was left shows nowhere', async () => {
    await begin();
    store.openHistory();
    store.back();
    store.move('down');
    store.open();
    await source.histories[0]?.answer();
    expect(view().fronts.map(({ kind }) => kind)).toEqual(['detail']);
  });

  test('a counted value that the server knows is asked for, any other is looked for here', async () => {
    await begin();
    store.sideways(1);
    store.countColumn();
    expect(view().fronts.at(-1)).toMatchObject({ kind: 'frequency', column: 'source' });
    store.open();
    await settle();
    expect(source.searches.at(-1)?.criteria.values).toEqual({ sources: ['CLI'] });
    await answer();
    store.sideways(1);
    store.countColumn();
    store.open();
    expect(view().only).toEqual({ column: 'tag', value: '1' });
    expect(notices).toEqual([expect.stringContaining('loaded rows')]);
    expect(store.back()).toBe(true);
    expect(view().only).toBeNull();
  });
});

describe('marks and views', () => {
  test('marks stay on their rows, in the order of the rows', async () => {
    await begin();
    store.toggle();
    const first = selected();
    store.move('down');
    store.move('down');
    store.toggle();
    expect(store.marked().map(({ key }) => key)).toEqual([first, selected()]);
    store.toggle();
    expect(store.marked()).toHaveLength(1);
    store.unmarkAll();
    expect(store.marked()).toEqual([]);
  });

  test('a view brings back criteria, columns and order', async () => {
    await begin();
    choose('a');
    store.reverse();
    store.focus('rows');
    store.hideColumn();
    store.views.save('mine');
    await settle();
    await answer();
    const [saved] = store.views.get();
    expect(saved?.name).toBe('mine');
    choose('a');
    store.showColumns();
    await settle();
    if (saved !== undefined) store.views.recall(saved);
    await settle();
    expect(source.searches.at(-1)).toMatchObject({
      criteria: { values: { clusters: ['a'] } },
      sort: { order: 'ASC' },
    });
    expect([...view().hidden]).toEqual(['time']);
    store.views.remove('mine');
    await session.activity.idle();
    expect(store.views.get()).toEqual([]);
  });

  test('a name that cannot be is told', async () => {
    await begin();
    store.views.save(' ');
    await session.activity.idle();
    expect(notices).toEqual([expect.stringContaining("can't be a view's name")]);
  });
});
