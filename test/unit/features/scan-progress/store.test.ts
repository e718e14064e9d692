import { afterEach, describe, expect, it } from 'vitest';
import type { ScanReport, Target } from '../../../../src/features/scan-progress/model.ts';
import type { ProgressStore } from '../../../../src/features/scan-progress/store.ts';
import { createProgressStore } from '../../../../src/features/scan-progress/store.ts';
import { type Handler, json, startServer } from '../../../support/http-server.ts';
import { openPrismaSession } from './prisma-session.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Wire = Readonly<Record<string, unknown>>;

const scan = (registry: string, [scanned, total]: readonly [number, number], more: Wire = {}) => ({
  discovery: {
    total: 1,
    scanned: 1,
    title: `Step 1/2 discovering tags in registry ${registry}: Discovered tags in 1/1 repositories`,
  },
  imageScan: { total, scanned, title: '' },
  isScanOngoing: true,
  ...more,
});

/** A console of which the test changes the answers as it goes. */
async function open() {
  const answers: { progress: Handler; onDemand: Handler; other: Handler } = {
    progress: () => json([]),
    onDemand: () => json([]),
    other: () => json({ err: 'forbidden' }, { status: 403 }),
  };
  const server = await startServer((request) => {
    if (!request.path.endsWith('/registry/progress')) return answers.other(request);
    return request.query.has('onDemand') ? answers.onDemand(request) : answers.progress(request);
  });
  const session = openPrismaSession(server.url);
  const notices: string[] = [];
  const ended: string[] = [];
  const store = createProgressStore({
    session,
    onEnded: ({ registry, repo, state }) => ended.push(`${registry ?? repo} ${state}`),
    onNotice: (text, tone) => notices.push(`${tone}: ${text}`),
  });
  closing.push(server.close, session.close, store.stop);
  const start = async () => {
    store.start();
    await session.activity.idle();
  };
  return { answers, server, session, store, notices, ended, start };
}

const rows = (store: ProgressStore) =>
  store.get().scans.map(({ registry, repo, state }) => `${registry ?? repo} ${state}`);

const image = { repo: 'library/alpine', tag: '3.16' };
const imageTarget: Target = { kind: 'on-demand', ...image };
const step = (state: ScanReport['state']) =>
  json([
    {
      imageScan: { total: 1, scanned: state === 'finished' ? 1 : 0 },
      isScanOngoing: state !== 'finished',
    },
  ]);

describe('the list', () => {
  it('asks nothing before it is started, and then says that it is loading', async () => {
    const { store, start } = await open();
    expect(store.get().load.kind).toBe('idle');
    const starting = start();
    expect(store.get().load.kind).toBe('loading');
    await starting;
    expect(store.get()).toMatchObject({ load: { kind: 'ready' }, scans: [], companions: null });
  });

  it('shows going scans by their start, then ended ones, newest first', async () => {
    const { answers, store, session, start, ended } = await open();
    const late = { specScanStartTime: '2026-11-21T11:59:00Z' };
    const early = { specScanStartTime: '2026-11-21T11:00:00Z' };
    const all = [
      scan('a', [1, 9], late),
      scan('b', [9, 9]),
      scan('c', [1, 9], early),
      scan('d', [8, 8]),
    ];
    answers.progress = () => json(all);
    await start();
    answers.progress = () => json(all.filter((_, index) => index !== 3));
    await session.play(1);
    answers.progress = () => json([all[0], all[2]]);
    await session.play(1);
    expect(rows(store)).toEqual(['c scanning', 'a scanning', 'b finished', 'd finished']);
    expect(ended).toEqual(['d finished', 'b finished']);
  });

  it('keeps ended scans until they are dismissed', async () => {
    const { answers, store, session, start } = await open();
    answers.progress = () => json([scan('a', [9, 9]), scan('b', [1, 9]), scan('c', [3, 3])]);
    await start();
    answers.progress = () => json([scan('b', [2, 9])]);
    await session.play(5);
    expect(rows(store)).toEqual(['b scanning', 'a finished', 'c finished']);
    for (const { id } of store.get().scans.slice(0, 2)) store.dismiss(id);
    expect(rows(store)).toEqual(['b scanning', 'c finished']);
    store.dismissAllFinished();
    await session.play(1);
    expect(rows(store)).toEqual(['b scanning']);
  });

  it('keeps the selection on its scan', async () => {
    const { answers, store, session, start } = await open();
    answers.progress = () => json(['a', 'b', 'c'].map((name) => scan(name, [1, 9])));
    await start();
    store.move('down');
    expect(store.selected()?.registry).toBe('b');
    answers.progress = () => json([scan('b', [2, 9]), scan('c', [2, 9])]);
    await session.play(2);
    expect(rows(store)).toEqual(['b scanning', 'c scanning', 'a finished']);
    expect(store.selected()?.registry).toBe('b');
  });

  it('keeps the cursor on the first row, and in view, until the user moves it', async () => {
    const { answers, store, session, start } = await open();
    store.setListHeight(2);
    const names = ['a', 'b', 'c', 'd'];
    answers.progress = () => json(names.map((name) => scan(name, [1, 9])));
    await start();
    for (const name of names.slice(0, 2)) {
      names.splice(names.indexOf(name), 1);
      await session.play(2);
    }
    expect(rows(store).slice(0, 2)).toEqual(['c scanning', 'd scanning']);
    expect(store.selected()?.registry).toBe('c');
    expect(store.get().list.top).toBe(0);
    store.openDetail();
    store.close();
    names.splice(0, 1);
    await session.play(2);
    expect(store.selected()?.registry).toBe('c');
    expect(rows(store)[0]).toBe('d scanning');
  });

  it('is filtered as it is typed; an invalid pattern keeps the rows', async () => {
    const { answers, store, start } = await open();
    answers.progress = () => json(['quay.io', 'docker.io'].map((name) => scan(name, [1, 9])));
    await start();
    const shown = () => store.get().visible.length;
    store.setFilter('quay');
    expect(shown()).toBe(1);
    store.setFilter('quay(');
    expect([shown(), store.get().filter.error === null]).toEqual([1, false]);
    store.setFilter('!quay');
    expect(shown()).toBe(1);
    expect(store.selected()?.registry).toBe('docker.io');
    store.setFilter('');
    expect(shown()).toBe(2);
  });
});

describe('a source in trouble', () => {
  it('leaves the rows standing, and says since when they are old', async () => {
    const { answers, store, session, start } = await open();
    answers.progress = () => json([scan('a', [1, 9])]);
    await start();
    const asOf = session.clock.now();
    answers.progress = () => json({}, { status: 503 });
    await session.play(5);
    expect(rows(store)).toEqual(['a scanning']);
    expect(store.get().load).toMatchObject({
      kind: 'stale',
      asOf,
      since: asOf + 2000,
      retrying: true,
      error: { status: 503 },
    });
    answers.progress = () => json([scan('a', [2, 9])]);
    await session.play(10);
    expect(store.get().load.kind).toBe('ready');
  });

  it('is asked again by a refresh after it refused for good', async () => {
    const { answers, store, session, start, server } = await open();
    answers.progress = () => json({ err: 'unauthorized' }, { status: 401 });
    await start();
    expect(store.get().load).toMatchObject({ kind: 'failed', retrying: false });
    const asked = server.requests.length;
    await session.play(3);
    expect(server.requests).toHaveLength(asked);
    answers.progress = () => json([]);
    store.refresh();
    await session.activity.idle();
    await session.play(1);
    expect(store.get().load.kind).toBe('ready');
  });
});

describe('an on-demand scan', () => {
  it('is posted, selected and followed to its end', async () => {
    const { answers, store, session, start, ended, notices, server } = await open();
    answers.progress = () => json([scan('a', [1, 9])]);
    answers.other = () => json(null);
    await start();
    await store.startOnDemand(image);
    await session.play(1);
    expect(rows(store)).toEqual(['a scanning', 'library/alpine idle']);
    expect(store.selected()?.repo).toBe('library/alpine');
    answers.onDemand = () => step('scanning');
    await session.play(1);
    answers.onDemand = () => step('finished');
    await session.play(1);
    expect(rows(store)).toEqual(['a scanning', 'library/alpine finished']);
    expect(ended).toEqual(['library/alpine finished']);
    expect(notices).toEqual(['good: asked prisma to scan library/alpine:3.16']);
    const asked = () => server.requests.filter(({ query }) => query.has('onDemand')).length;
    const before = asked();
    await session.play(3);
    expect(asked()).toBe(before);
    await store.startOnDemand(image);
    await session.play(1);
    expect(rows(store)).toHaveLength(3);
  });

  it('that the vendor refuses is told in the form, until it is typed into again', async () => {
    const { store, session, start, notices } = await open();
    await start();
    store.openForm({ repo: 'library/alpine', tag: '3.16' });
    store.submitForm();
    await session.activity.idle();
    expect(store.get().view).toMatchObject({
      kind: 'form',
      form: { sending: false, refusal: { text: expect.stringMatching(/not started: .*403/) } },
    });
    expect([notices, rows(store)]).toEqual([[], []]);
    store.changeForm({ tag: '3.17' });
    expect(store.get().view).toMatchObject({ form: { refusal: null } });
  });

  it('that the vendor refuses is a notice where the form was left', async () => {
    const { store, session, start, notices } = await open();
    await start();
    store.openForm({ repo: 'library/alpine', tag: '3.16' });
    store.submitForm();
    store.close();
    await session.activity.idle();
    expect(notices).toMatchObject([expect.stringMatching(/^bad: the scan was not started: .*403/)]);
  });

  it('that never begins can be dismissed, and is not asked for then', async () => {
    const { answers, store, session, start, server } = await open();
    answers.other = () => json(null);
    await start();
    store.follow(imageTarget);
    await session.play(1);
    expect(rows(store)).toEqual(['library/alpine idle']);
    store.dismiss(store.get().scans[0]?.id ?? '');
    await session.play(1);
    expect(rows(store)).toEqual([]);
    const asked = server.requests.filter(({ query }) => query.has('onDemand')).length;
    await session.play(3);
    expect(server.requests.filter(({ query }) => query.has('onDemand'))).toHaveLength(asked);
  });

  it('that cannot be followed leaves the other rows fresh', async () => {
    const { answers, store, session, start, notices } = await open();
    answers.onDemand = () => json({ err: 'bad request' }, { status: 400 });
    await start();
    store.follow(imageTarget);
    await session.play(2);
    expect(store.get().load.kind).toBe('ready');
    expect(notices).toMatchObject([
      expect.stringContaining("library/alpine:3.16 can't be followed"),
    ]);
  });
});

describe('what is open in front of the list', () => {
  it('is unwound step by step, and found again by its place', async () => {
    const { answers, store, start } = await open();
    answers.progress = () => json([scan('a b', [1, 9]), scan('c', [1, 9])]);
    await start();
    store.openDetail();
    const place = store.place();
    expect(store.close()).toBe(true);
    expect(store.close()).toBe(false);
    store.move('down');
    store.goTo(place);
    expect(store.get().view).toMatchObject({ kind: 'detail' });
    expect(store.selected()?.registry).toBe('a b');
    store.goTo('detail nowhere');
    expect(store.get().view.kind).toBe('list');
  });

  it('is the result of a scan that is over, and only of such a one', async () => {
    const { answers, store, session, start, notices } = await open();
    answers.progress = () => json([scan('a', [9, 9]), scan('b', [1, 9])]);
    answers.other = ({ path }) =>
      path.endsWith('/api/v32.07/registry')
        ? json([{ repoTag: { registry: 'a' }, vulnerabilityDistribution: { critical: 2 } }])
        : json({}, { status: 403 });
    await start();
    store.openResult();
    expect(notices).toMatchObject([expect.stringContaining('not over')]);
    answers.progress = () => json([scan('b', [1, 9])]);
    await session.play(1);
    store.move('last');
    store.openResult();
    expect(store.get().view).toMatchObject({ kind: 'result', result: { kind: 'loading' } });
    await session.activity.idle();
    expect(store.get().view).toMatchObject({
      result: { kind: 'ready', result: { vulnerabilities: { critical: 2, high: null } } },
    });
  });

  it('is not opened by a result that comes too late', async () => {
    const { answers, store, session, start } = await open();
    answers.progress = () => json([scan('a', [9, 9], { isScanOngoing: false })]);
    await start();
    store.openResult();
    store.close();
    await session.activity.idle();
    expect(store.get().view.kind).toBe('list');
  });

  it('is a form that is checked as it is typed', async () => {
    const { store, start, server } = await open();
    await start();
    const asked = server.requests.length;
    store.openForm();
    store.changeForm({ registry: 'https://quay.io' });
    expect(store.get().view).toMatchObject({ form: { errors: { registry: 'without https://' } } });
    store.submitForm();
    const { view } = store.get();
    expect(view.kind === 'form' && Object.keys(view.form.errors)).toEqual([
      'registry',
      'repo',
      'tag',
    ]);
    expect(server.requests).toHaveLength(asked);
  });
});

describe('the streams', () => {
  it('publish at most twenty times a second', async () => {
    const { answers, store, session, start } = await open();
    let count = 0;
    answers.progress = () => json([scan('a', [count++, 999])]);
    await start();
    let published = 0;
    store.subscribe(() => {
      published += 1;
    });
    for (let nudge = 0; nudge < 10; nudge += 1) {
      store.refresh();
      await session.activity.idle();
    }
    expect(published).toBe(0);
    await session.clock.advance(50);
    expect(published).toBe(1);
    expect(store.get().scans[0]?.imageScan.scanned).toBe(count - 1);
  });

  it('end with the store, and go on with it', async () => {
    const { answers, store, session, start, server } = await open();
    answers.progress = () => json([scan('a', [1, 9])]);
    await start();
    await store.stop();
    const asked = server.requests.length;
    await session.play(3);
    expect(server.requests).toHaveLength(asked);
    expect(session.clock.pending()).toBe(0);
    answers.progress = () => json([scan('a', [2, 9])]);
    await start();
    await session.play(1);
    expect(store.get().scans).toMatchObject([{ imageScan: { scanned: 2 } }]);
  });
});
