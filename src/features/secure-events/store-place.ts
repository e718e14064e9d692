import { keepThings } from '../../core/kept-things.ts';
import type { EventsParts } from './store-parts.ts';
import type { EventsQuestion } from './store-question.ts';
import type { Front } from './store-state.ts';

/** Places as texts, for the shell's `[` and `]`. */
export interface Places {
  place(): string;
  goTo(place: string): void;
}

/** Where the user was. */
interface Place {
  readonly question: EventsQuestion;
  readonly selected: string | null;
  /** Number of the fronts that were kept; null for the stream alone. */
  readonly fronts: number | null;
}

/** Stacks of fronts kept for going back. */
const mostKept = 100;

/**
 * Joins places to the parts. What stood in front is kept here, since it is no text.
 *
 * @param recall asks an earlier question, without remembering the present place
 * @param hold keeps the stream where it is
 */
export function createPlaces(
  parts: EventsParts,
  recall: (question: EventsQuestion) => void,
  hold: () => void,
): Places {
  const kept = keepThings<readonly Front[]>(mostKept);
  return {
    place: () => {
      const { question, view } = parts.get();
      const fronts = view.fronts.length === 0 ? null : kept.keep(view.fronts);
      const place: Place = { question, selected: view.list.selected, fronts };
      return JSON.stringify(place);
    },
    goTo: (text) => {
      // Written by `place`, and by nobody else.
      const place = JSON.parse(text) as Place;
      const isHere = JSON.stringify(place.question) === JSON.stringify(parts.get().question);
      if (!isHere) recall(place.question);
      else if (place.selected !== null) hold();
      parts.view({
        fronts: place.fronts === null ? [] : (kept.find(place.fronts) ?? []),
        region: 'stream',
      });
      parts.want(place.selected);
    },
  };
}
