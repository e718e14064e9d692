import { expect, test } from 'vitest';
import type { ExportSelection, Feature, Pane } from '../../../src/features/feature.ts';
import { createDeck } from '../../../src/tui/deck.ts';
import { fakeSession } from '../../support/fake-session.ts';
import { rowPane } from '../../support/row-pane.tsx';

const terminal = {
  bell: () => {},
  title: () => {},
  copy: () => 'sent' as const,
  suspend: () => {},
  redraw: () => {},
  hurry: () => {},
};

const selection: ExportSelection = {
  kind: 'scan-logs',
  criteria: { severity: ['CRITICAL'] },
  since: '24h',
  until: null,
};

/** A pane of rows with what a feature of these tests needs beside it. */
function paneWith(id: string, slot: Feature['slot'], part: Partial<Pane>): Feature {
  const { feature } = rowPane({ id, slot, title: id, rows: ['a'] });
  return {
    ...feature,
    pane: async () => {
      const module = await feature.pane?.();
      if (module === undefined) throw new Error('a row pane has a module');
      return { open: (host) => ({ ...module.open(host), ...part }) };
    },
  };
}

async function open(selected: ExportSelection | null) {
  const received: ExportSelection[] = [];
  const logs = paneWith('logs', 1, { selection: () => selected });
  const exports: Feature = {
    ...paneWith('exports', 3, { receive: (taken) => received.push(taken) }),
    takesSelections: true,
    source: 'xray',
    otherSources: ['prisma'],
  };
  const session = fakeSession();
  const deck = createDeck({ session, features: [logs, exports], terminal });
  deck.start();
  await session.activity.idle();
  return { deck, session, received };
}

test('x carries what a view selects over to the exports, and [ goes back', async () => {
  const { deck, session, received } = await open(selection);
  deck.key('x');
  await session.activity.idle();
  expect(deck.store.get().active).toBe('exports');
  expect(received).toEqual([selection]);
  deck.key('[');
  expect(deck.store.get().active).toBe('logs');
  deck.key('x');
  expect(received).toEqual([selection, selection]);
  await deck.stop();
});

test('a view that selects nothing says so and stays', async () => {
  const { deck, session, received } = await open(null);
  deck.key('x');
  await session.activity.idle();
  expect(deck.store.get().active).toBe('logs');
  expect(received).toEqual([]);
  expect(deck.actions()['shell.export']?.disabledReason?.()).toBe(
    'this view has nothing to export',
  );
  await deck.stop();
});
