import { createKeptViews, type KeptViews } from '../../api/kept-views.ts';
import type { SavedView, Session } from '../../api/session.ts';
import { questionOfView } from './saved-question.ts';
import type { EventsQuestion } from './store-question.ts';

/** The saved views of the profile. Nothing here rejects: failures go to `onNotice`. */
export interface Saved extends Omit<KeptViews, 'save'> {
  /** Saves what is asked for under a name. */
  save(name: string): void;
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

/** Joins the saved views to the question that they are made of. */
export function createSaved({ session, question, ask, onNotice }: SavedOptions): Saved {
  const kept = createKeptViews({ session, feature: 'secure-events', onNotice });
  return {
    ...kept,
    save: (name) =>
      kept.save(
        () => ({ name, criteria: question() }),
        (known) => `": view ${known}"`,
      ),
    recall: (view) => ask(questionOfView(view)),
  };
}
