import { beforeEach, describe, expect, test } from 'vitest';
import type { LogsStore } from '../../../../src/features/scan-logs/store.ts';
import type { HeldSource } from './held-source.ts';
import { matching, type OpenedStore, openLogsStore } from './open-logs-store.ts';

let opened: OpenedStore;
let store: LogsStore;
let source: HeldSource;

beforeEach(() => {
  opened = openLogsStore();
  ({ store, source } = opened);
});

const view = () => store.get().view;

describe('counts over time', () => {
  test('are asked for when the user goes there, and not by a choice', async () => {
    await opened.begin();
    expect(source.histograms).toHaveLength(0);
    store.focus('histogram');
    store.focus('rows');
    store.focus('histogram');
    expect(source.histograms).toHaveLength(1);
    await source.histograms[0]?.answer();
    store.sideways(-1);
    store.open();
    await opened.settle();
    expect(source.searches.at(-1)?.criteria.time).toEqual({
      kind: 'bounds',
      since: 0,
      until: 500_000,
    });
    expect(view().region).toBe('rows');
  });

  test('are those of the criteria on the screen', async () => {
    await opened.begin();
    store.focus('histogram');
    store.setQuery('app-1');
    await source.histograms[0]?.answer();
    expect(store.get().histogram).toMatchObject({ of: null, loading: false });
  });

  test('cost nothing when every row is loaded', async () => {
    source.rows = (criteria) => matching(criteria).slice(0, 20);
    await opened.begin();
    store.focus('histogram');
    expect(source.histograms).toHaveLength(0);
  });

  test('a stretch reaches from its anchor to the cursor', async () => {
    await opened.begin();
    store.focus('histogram');
    await source.histograms[0]?.answer();
    store.toggle();
    store.sideways(-1);
    store.open();
    await opened.settle();
    expect(source.searches.at(-1)?.criteria.time).toEqual({
      kind: 'bounds',
      since: 0,
      until: 1_000_000,
    });
  });
});

describe('in front', () => {
  test('a history belongs to its image, and esc goes back step by step', async () => {
    await opened.begin();
    store.open();
    store.open();
    expect(view().fronts.map(({ kind }) => kind)).toEqual(['detail', 'history']);
    await source.histories[0]?.answer();
    const front = view().fronts.at(-1);
    expect(front).toMatchObject({ load: { kind: 'ready' }, list: { selected: opened.selected() } });
    expect([store.back(), store.back(), store.back()]).toEqual([true, true, false]);
  });

  test('a history that comes after it was left shows nowhere', async () => {
    await opened.begin();
    store.openHistory();
    store.back();
    store.move('down');
    store.open();
    await source.histories[0]?.answer();
    expect(view().fronts.map(({ kind }) => kind)).toEqual(['detail']);
  });

  test('a counted value that the server knows is asked for, any other is looked for here', async () => {
    await opened.begin();
    store.sideways(1);
    store.countColumn();
    expect(view().fronts.at(-1)).toMatchObject({ kind: 'frequency', column: 'source' });
    store.open();
    await opened.settle();
    expect(source.searches.at(-1)?.criteria.values).toEqual({ sources: ['CLI'] });
    await opened.answer();
    store.sideways(1);
    store.countColumn();
    store.open();
    expect(view().only).toEqual({ column: 'tag', value: '1' });
    expect(opened.notices).toEqual([expect.stringContaining('loaded rows')]);
    expect(store.back()).toBe(true);
    expect(view().only).toBeNull();
  });
});

describe('marks and views', () => {
  test('marks stay on their rows, in the order of the rows', async () => {
    await opened.begin();
    store.toggle();
    const first = opened.selected();
    store.move('down');
    store.move('down');
    store.toggle();
    expect(store.marked().map(({ key }) => key)).toEqual([first, opened.selected()]);
    store.toggle();
    expect(store.marked()).toHaveLength(1);
    store.unmarkAll();
    expect(store.marked()).toEqual([]);
  });

  test('a view brings back criteria, columns and order', async () => {
    await opened.begin();
    opened.choose('a');
    store.reverse();
    store.focus('rows');
    store.hideColumn();
    store.views.save('mine');
    await opened.settle();
    await opened.answer();
    const [saved] = store.views.get();
    expect(saved?.name).toBe('mine');
    opened.choose('a');
    store.showColumns();
    await opened.settle();
    if (saved !== undefined) store.views.recall(saved);
    await opened.settle();
    expect(source.searches.at(-1)).toMatchObject({
      criteria: { values: { clusters: ['a'] } },
      sort: { order: 'ASC' },
    });
    expect([...view().hidden]).toEqual(['time']);
    store.views.remove('mine');
    await opened.session.activity.idle();
    expect(store.views.get()).toEqual([]);
  });

  test('a name that cannot be is told', async () => {
    await opened.begin();
    store.views.save(' ');
    await opened.session.activity.idle();
    expect(opened.notices).toEqual([expect.stringContaining("can't be a view's name")]);
  });
});
