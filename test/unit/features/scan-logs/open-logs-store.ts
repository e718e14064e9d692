import { expect } from 'vitest';
import type { LogCriteria, ScanLog } from '../../../../src/features/scan-logs/model.ts';
import { createLogsStore, type LogsStore } from '../../../../src/features/scan-logs/store.ts';
import { type FakeSession, fakeSession } from '../../../support/fake-session.ts';
import { scanAt } from './fake-vendor.ts';
import { type HeldSource, heldSource } from './held-source.ts';

/** A store on a source whose answers come when the test wants them to. */
export interface OpenedStore {
  readonly session: FakeSession;
  readonly source: HeldSource;
  readonly store: LogsStore;
  /** What the user was told. */
  readonly notices: readonly string[];
  /** The places that were left. */
  readonly left: readonly string[];
  /** Starts, and answers the first calls. */
  begin(): Promise<void>;
  /** Answers the newest search and the newest facet call. */
  answer(): Promise<void>;
  /** Lets a choice settle. */
  settle(): Promise<void>;
  /** Chooses a value as the user does: in the facets, by the cursor. */
  choose(name: string): void;
  selected(): string | null;
  /** Counts of the facets, null where none is shown. */
  totals(): readonly (number | null)[];
}

const isChosen = ({ values }: LogCriteria, name: string) => (values.clusters ?? []).includes(name);

/** 450 rows, a second apart: cluster a has a third of them, b a fourth; a query finds one. */
export function matching(criteria: LogCriteria): readonly ScanLog[] {
  const all = Array.from({ length: 450 }, (_, id) => scanAt(1_000_000 - id * 1000, id));
  if (criteria.query !== '') return all.slice(0, 1);
  const fits = (index: number) =>
    (!isChosen(criteria, 'a') || index % 3 === 0) && (!isChosen(criteria, 'b') || index % 4 === 0);
  return all.filter((_, index) => fits(index));
}

/** Opens a store in a room of twenty rows. */
export function openLogsStore(): OpenedStore {
  const session = fakeSession({ sources: ['carbonBlack'] });
  const source = heldSource(matching);
  const notices: string[] = [];
  const left: string[] = [];
  const store = createLogsStore({
    session,
    source,
    onNotice: (text) => notices.push(text),
    onLeave: () => left.push(store.place()),
  });
  store.setRoom({ rows: 20, facets: 20, front: 20, columns: ['time', 'source', 'tag'] });
  const answer = async () => {
    await source.searches.at(-1)?.answer();
    await source.facetCalls.at(-1)?.answer();
  };
  return {
    ...{ session, source, store, notices, left, answer },
    begin: async () => {
      store.start();
      await answer();
    },
    settle: () => session.clock.advance(150),
    choose: (name) => {
      store.focus('facets');
      store.move('first');
      for (let step = 0; step < 20 && valueAt(store) !== name; step += 1) store.move('down');
      expect(valueAt(store)).toBe(name);
      store.toggle();
    },
    selected: () => store.get().view.list.selected,
    totals: () =>
      store.get().items.flatMap((item) => (item.kind === 'value' ? [item.value.count] : [])),
  };
}

function valueAt(store: LogsStore): string | null {
  const { items, view } = store.get();
  const item = items.find(({ id }) => id === view.facets.list.selected);
  return item?.kind === 'value' ? item.value.key : null;
}
