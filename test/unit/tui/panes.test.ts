import { describe, expect, test } from 'vitest';
import type { Feature, PaneHost } from '../../../src/features/feature.ts';
import { createPanes } from '../../../src/tui/panes.ts';
import { fakeSession } from '../../support/fake-session.ts';
import { rowPane } from '../../support/row-pane.tsx';

const rows = rowPane({ id: 'rows', slot: 1, title: 'Rows', rows: ['a'] });
const { pane: _, ...unbuilt } = { ...rows.feature, id: 'unbuilt' };
const elsewhere: Feature = { ...rows.feature, id: 'elsewhere', source: 'xray' };
const broken: Feature = {
  ...rows.feature,
  id: 'broken',
  pane: () => Promise.reject(new Error('no such\u001b module')),
};

function openPanes(features: readonly Feature[]) {
  const session = fakeSession();
  const host = (): PaneHost => ({
    session,
    toast: () => {},
    ring: () => {},
    markPlace: () => {},
    copy: () => {},
  });
  const changes: string[] = [];
  const changed = (id: string) => changes.push(id);
  return { session, changes, panes: createPanes({ session, features, host, changed }) };
}

describe('panes', () => {
  test('begin as what they are', () => {
    const { panes } = openPanes([rows.feature, unbuilt, elsewhere]);
    const kinds = Object.values(panes.get()).map(({ kind }) => kind);
    expect(kinds).toEqual(['unvisited', 'unbuilt', 'no-source']);
  });

  test('are loaded at the first visit and started once', async () => {
    const { panes, session } = openPanes([rows.feature]);
    panes.visit('rows');
    expect(panes.get().rows?.kind).toBe('loading');
    await session.activity.idle();
    panes.visit('rows');
    await session.activity.idle();
    expect(panes.get().rows?.kind).toBe('ready');
    expect(rows.calls).toEqual(['start']);
    await panes.stop();
    expect(rows.calls).toEqual(['start', 'stop']);
  });

  test('that cannot be loaded say why, safely, and can be tried again', async () => {
    const { panes, session } = openPanes([broken]);
    panes.visit('broken');
    await session.activity.idle();
    expect(panes.get().broken).toEqual({ kind: 'failed', message: 'no such␛ module' });
    panes.retry('broken');
    expect(panes.get().broken?.kind).toBe('loading');
    await session.activity.idle();
  });

  test('that stopped drawing are tried again', async () => {
    const { panes, session } = openPanes([rows.feature]);
    panes.visit('rows');
    await session.activity.idle();
    panes.crashed('rows', new Error('out of rows'));
    expect(panes.get().rows).toMatchObject({ crash: 'out of rows', attempt: 0 });
    panes.retry('rows');
    expect(panes.get().rows).toMatchObject({ crash: null, attempt: 1 });
    const well = panes.get();
    panes.retry('rows');
    expect(panes.get()).toBe(well);
  });

  test('are not opened when the deck ended meanwhile', async () => {
    const { panes, session } = openPanes([rows.feature]);
    panes.visit('rows');
    await panes.stop();
    await session.activity.idle();
    expect(panes.living('rows')).toBeNull();
  });
});
