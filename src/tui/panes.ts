import type { Session } from '../api/session.ts';
import { createStore, type Readable } from '../core/store.ts';
import type { Feature, Pane, PaneHost, PaneViewProps } from '../features/feature.ts';
import type { PaneSlot } from './deck-state.ts';
import { errorText } from './error-text.ts';

/** The panes of a deck by feature id: loaded at the first visit, kept alive until the end. */
export interface Panes extends Readable<Readonly<Record<string, PaneSlot>>> {
  /** Loads and starts a pane, unless it is there or cannot be. @param then told once it lives */
  visit(id: string, then?: (pane: Pane) => void): void;
  /** The living pane; null when there is none. */
  living(id: string): Pane | null;
  /** Tells every living pane its room; new ones learn it before they are drawn. */
  resize(room: PaneViewProps): void;
  /** A pane's drawing threw. */
  crashed(id: string, error: unknown): void;
  /** Tries a pane again that failed to load or to draw; nothing for one that is well. */
  retry(id: string): void;
  stop(): Promise<void>;
}

/** What panes live on. */
export interface PanesOptions {
  readonly session: Session;
  readonly features: readonly Feature[];
  readonly host: (id: string) => PaneHost;
  /** Told when a pane says that something changed. */
  readonly changed: (id: string) => void;
}

/** Creates the panes of a deck; none is loaded before it is visited. */
export function createPanes({ session, features, host, changed }: PanesOptions): Panes {
  const slots = createStore<Readonly<Record<string, PaneSlot>>>(
    Object.fromEntries(features.map((feature) => [feature.id, firstSlot(feature, session)])),
  );
  const living: Pane[] = [];
  let stopped = false;
  let room: PaneViewProps = { width: 80, height: 20 };
  const put = (id: string, slot: PaneSlot) => slots.update((all) => ({ ...all, [id]: slot }));
  const load = async (feature: Feature, then: (pane: Pane) => void) => {
    const done = session.activity.begin();
    put(feature.id, { kind: 'loading' });
    try {
      const module = await feature.pane?.();
      if (module === undefined || stopped) return;
      const pane = module.open(host(feature.id));
      living.push(pane);
      pane.resize?.(room);
      pane.subscribe(() => changed(feature.id));
      pane.start();
      put(feature.id, { kind: 'ready', pane, crash: null, attempt: 0 });
      then(pane);
    } catch (error) {
      put(feature.id, { kind: 'failed', message: errorText(error) });
    } finally {
      done();
    }
  };
  const loadIf = (id: string, kind: PaneSlot['kind'], then: (pane: Pane) => void = () => {}) => {
    const feature = features.find((candidate) => candidate.id === id);
    if (feature !== undefined && slots.get()[id]?.kind === kind) void load(feature, then);
  };
  const ready = (id: string) => {
    const slot = slots.get()[id];
    return slot?.kind === 'ready' ? slot : null;
  };
  return {
    get: slots.get,
    subscribe: slots.subscribe,
    visit: (id, then) => {
      const slot = ready(id);
      if (slot !== null) then?.(slot.pane);
      else loadIf(id, 'unvisited', then);
    },
    living: (id) => ready(id)?.pane ?? null,
    resize: (next) => {
      room = next;
      for (const pane of living) pane.resize?.(room);
    },
    crashed: (id, error) => {
      const slot = ready(id);
      if (slot !== null) put(id, { ...slot, crash: errorText(error) });
    },
    retry: (id) => {
      loadIf(id, 'failed');
      const slot = ready(id);
      if (slot !== null && slot.crash !== null) {
        put(id, { ...slot, crash: null, attempt: slot.attempt + 1 });
      }
    },
    stop: async () => {
      stopped = true;
      await Promise.allSettled(living.map((pane) => pane.stop()));
    },
  };
}

function firstSlot(feature: Feature, session: Session): PaneSlot {
  if (feature.pane === undefined) return { kind: 'unbuilt' };
  const sources = [feature.source, ...(feature.otherSources ?? [])];
  return { kind: sources.some((source) => session.has(source)) ? 'unvisited' : 'no-source' };
}
