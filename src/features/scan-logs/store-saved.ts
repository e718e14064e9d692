import { createKeptViews, type KeptViews } from '../../api/kept-views.ts';
import type { SavedView, Session } from '../../api/session.ts';
import { type LogSort, newestFirst } from './model.ts';
import { criteriaOfView } from './saved-criteria.ts';
import type { Asking } from './store-asking.ts';
import { columnNames } from './store-columns.ts';
import type { LogsParts } from './store-parts.ts';

/** The saved views of the profile. Nothing here rejects: failures go to `onNotice`. */
export interface Saved extends Omit<KeptViews, 'save'> {
  /** Saves criteria, columns and order of the screen under a name. */
  save(name: string): void;
  recall(view: SavedView): void;
}

/** What saving works with. */
export interface SavedOptions {
  readonly session: Pick<Session, 'views' | 'activity'>;
  readonly parts: LogsParts;
  readonly asking: Pick<Asking, 'recall'>;
  readonly onLeave: () => void;
  readonly onNotice: (text: string, tone: 'good' | 'warn') => void;
}

/** Joins the saved views to the parts that they are made of. */
export function createSaved({ session, parts, asking, onLeave, onNotice }: SavedOptions): Saved {
  const kept = createKeptViews({ session, feature: 'scan-logs', onNotice });
  return {
    ...kept,
    save: (name) =>
      kept.save(
        () => {
          const { question, view } = parts.get();
          const columns = columnNames.filter((column) => !view.hidden.has(column));
          // All columns are none in particular: the headless command has more of them.
          const chosen = view.hidden.size === 0 ? {} : { columns };
          return { name, ...question, ...chosen };
        },
        (known) => `": view ${known}" or --view`,
      ),
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
