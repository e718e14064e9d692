import { createStore, type Readable } from '../core/store.ts';
import type { SavedView, Session } from './session.ts';

/** A pane's saved views. Nothing here rejects: failures go to `onNotice`. */
export interface KeptViews extends Readable<readonly SavedView[]> {
  /** Reads what was saved. */
  load(): void;
  /** @param said how it can be recalled, for the notice */
  save(view: () => SavedView, said: (name: string) => string): void;
  remove(name: string): void;
}

/** Whose views they are. */
export interface KeptViewsOptions {
  readonly session: Pick<Session, 'views' | 'activity'>;
  /** The feature's id. */
  readonly feature: string;
  readonly onNotice: (text: string, tone: 'good' | 'warn') => void;
}

/** Keeps a pane's saved views; none is read before `load`. */
export function createKeptViews({ session, feature, onNotice }: KeptViewsOptions): KeptViews {
  const { views, activity } = session;
  const kept = createStore<readonly SavedView[]>([]);
  const run = (work: () => Promise<void>) => {
    const end = activity.begin();
    void work()
      .catch((error: unknown) => onNotice(textOf(error), 'warn'))
      .finally(end);
  };
  const load = async () => kept.set(await views.list(feature));
  const change = (work: () => Promise<string>) =>
    run(async () => {
      onNotice(await work(), 'good');
      await load();
    });
  return {
    get: kept.get,
    subscribe: kept.subscribe,
    load: () => run(load),
    save: (viewOf, said) =>
      change(async () => {
        const view = viewOf();
        await views.save(feature, view);
        return `Saved the view "${view.name}": ${said(view.name)} recalls it`;
      }),
    remove: (name) =>
      change(async () => {
        await views.remove(feature, name);
        return `Removed the view "${name}"`;
      }),
  };
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
