import type { SavedView, Session } from '../../api/session.ts';
import { createStore, type Readable } from '../../core/store.ts';
import { questionOfView } from './saved-question.ts';
import type { EventsQuestion } from './store-question.ts';

/** The saved views of the profile. Nothing here rejects: failures go to `onNotice`. */
export interface Saved extends Readable<readonly SavedView[]> {
  /** Reads what was saved. */
  load(): void;
  /** Saves what is asked for under a name. */
  save(name: string): void;
  remove(name: string): void;
  /** @throws ScandeckError `config` for a view that was edited into something else */
  recall(view: SavedView): void;
}

/** What saving works with. */
export interface SavedOptions {
  readonly session: Pick<Session, 'views' | 'activity'>;
  readonly question: () => EventsQuestion;
  /** Asks what a view was saved with. */
  readonly ask: (question: EventsQuestion) => void;
  readonly onNotice: (text: string, tone: 'good' | 'warn') => void;
}

/** The name under which the feature's views are kept. */
const feature = 'secure-events';

/** Joins the saved views to the question that they are made of. */
export function createSaved({ session, question, ask, onNotice }: SavedOptions): Saved {
  const { views, activity } = session;
  const saved = createStore<readonly SavedView[]>([]);
  const run = (work: () => Promise<void>) => {
    const end = activity.begin();
    void work()
      .catch((error: unknown) => onNotice(textOf(error), 'warn'))
      .finally(end);
  };
  const read = async () => saved.set(await views.list(feature));
  return {
    get: saved.get,
    subscribe: saved.subscribe,
    load: () => run(read),
    save: (name) =>
      run(async () => {
        await views.save(feature, { name, criteria: question() });
        onNotice(`Saved the view "${name}": ": view ${name}" recalls it`, 'good');
        await read();
      }),
    remove: (name) =>
      run(async () => {
        await views.remove(feature, name);
        onNotice(`Removed the view "${name}"`, 'good');
        await read();
      }),
    recall: (view) => ask(questionOfView(view)),
  };
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
