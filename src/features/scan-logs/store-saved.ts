import type { SavedView, Session } from '../../api/session.ts';
import { createStore, type Readable } from '../../core/store.ts';
import { type LogSort, newestFirst } from './model.ts';
import { criteriaOfView } from './saved-criteria.ts';
import type { Asking } from './store-asking.ts';
import { columnNames } from './store-columns.ts';
import type { LogsParts } from './store-parts.ts';

/** The saved views of the profile. Nothing here rejects: failures go to `onNotice`. */
export interface Saved extends Readable<readonly SavedView[]> {
  /** Reads what was saved. */
  load(): void;
  /** Saves criteria, columns and order of the screen under a name. */
  save(name: string): void;
  remove(name: string): void;
  recall(view: SavedView): void;
}

/** What saving works with. */
export interface SavedOptions {
  readonly session: Pick<Session, 'views' | 'activity'>;
  readonly parts: LogsParts;
  readonly asking: Pick<Asking, 'recall'>;
  readonly onLeave: () => void;
  readonly onNotice: (text: string, tone: 'good' | 'warn' | 'bad') => void;
}

/** The name under which the feature's views are kept. */
const feature = 'scan-logs';

/** Joins the saved views to the parts that they are made of. */
export function createSaved({ session, parts, asking, onLeave, onNotice }: SavedOptions): Saved {
  const { views, activity } = session;
  const saved = createStore<readonly SavedView[]>([]);
  const run = (work: () => Promise<void>) => {
    const end = activity.begin();
    void work()
      .catch((error: unknown) => onNotice(textOf(error), 'bad'))
      .finally(end);
  };
  const load = async () => saved.set(await views.list(feature));
  return {
    get: saved.get,
    subscribe: saved.subscribe,
    load: () => run(load),
    save: (name) =>
      run(async () => {
        const { question, view } = parts.get();
        const columns = columnNames.filter((column) => !view.hidden.has(column));
        // All columns are none in particular: the headless command has more of them.
        const chosen = view.hidden.size === 0 ? {} : { columns };
        await views.save(feature, { name, ...question, ...chosen });
        onNotice(`Saved the view "${name}": ": ${name}" or --view recalls it`, 'good');
        await load();
      }),
    remove: (name) =>
      run(async () => {
        await views.remove(feature, name);
        onNotice(`Removed the view "${name}"`, 'good');
        await load();
      }),
    recall: (view) => {
      // A view that was edited by hand throws here, and the deck tells why.
      const criteria = criteriaOfView(view);
      onLeave();
      const shown: ReadonlySet<string> = new Set(view.columns ?? columnNames);
      const hidden = columnNames.filter((column) => !shown.has(column));
      const column = columnNames.find((name) => shown.has(name)) ?? 'time';
      parts.view({
        fronts: [],
        region: 'rows',
        only: null,
        column,
        hidden: new Set(hidden.length === columnNames.length ? [] : hidden),
      });
      asking.recall(criteria, sortOf(view));
    },
  };
}

function sortOf({ sort }: SavedView): LogSort {
  return sort === undefined ? newestFirst : { field: sort.field, order: sort.order };
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
