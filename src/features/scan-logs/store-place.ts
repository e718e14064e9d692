import { keepThings } from '../../core/kept-things.ts';
import type { LogCriteria, LogSort } from './model.ts';
import type { Asking } from './store-asking.ts';
import type { LogsParts } from './store-parts.ts';
import { type Front, sameCriteria } from './store-state.ts';

/** Where the user was, so that it can be gone back to. */
interface Place {
  readonly criteria: LogCriteria;
  readonly sort: LogSort;
  readonly selected: string | null;
  /** Number of the fronts that were kept; null for the rows alone. */
  readonly fronts: number | null;
}

/** Places as texts, for the shell's `[` and `]`. */
export interface Places {
  place(): string;
  goTo(place: string): void;
}

/** Stacks of fronts kept for going back. */
const mostKept = 100;

/** Joins places to the parts. What stood in front is kept here, since it is no text. */
export function createPlaces(parts: LogsParts, asking: Pick<Asking, 'recall'>): Places {
  const kept = keepThings<readonly Front[]>(mostKept);
  return {
    place: () => {
      const { question, view } = parts.get();
      const { criteria, sort } = question;
      const place: Place = {
        criteria,
        sort,
        selected: view.list.selected,
        fronts: view.fronts.length === 0 ? null : kept.keep(view.fronts),
      };
      return JSON.stringify(place);
    },
    goTo: (text) => {
      // Written by `place`, and by nobody else.
      const place = JSON.parse(text) as Place;
      const { question } = parts.get();
      const isHere =
        sameCriteria(place.criteria, question.criteria) &&
        JSON.stringify(place.sort) === JSON.stringify(question.sort);
      if (!isHere) asking.recall(place.criteria, place.sort);
      parts.view({
        fronts: place.fronts === null ? [] : (kept.find(place.fronts) ?? []),
        region: 'rows',
      });
      parts.want(place.selected);
    },
  };
}
