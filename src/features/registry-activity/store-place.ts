import { keepThings } from '../../core/kept-things.ts';
import type { ActivityEvent } from './model.ts';
import type { Load } from './store-load.ts';
import type { ActivityParts } from './store-parts.ts';
import { type ActivityQuestion, same } from './store-question.ts';

/** Places as texts, for the shell's `[` and `]`. */
export interface Places {
  place(): string;
  goTo(place: string): void;
}

/** Where the user was. */
interface Place {
  readonly question: ActivityQuestion;
  readonly selected: string | null;
  /** Number of the event that stood in front; null for none. */
  readonly detail: number | null;
  readonly following: boolean;
}

/** Events kept for going back to them. */
const mostKept = 100;

/** Joins places to the parts. */
export function createPlaces(parts: ActivityParts, load: Load): Places {
  const details = keepThings<ActivityEvent>(mostKept);
  return {
    place: () => {
      const { question, view, load: now } = parts.get();
      const detail = view.detail === null ? null : details.keep(view.detail);
      const { selected } = view.list;
      const place: Place = { question, selected, detail, following: now.following };
      return JSON.stringify(place);
    },
    goTo: (text) => {
      // Written by `place`, and by nobody else.
      const place = JSON.parse(text) as Place;
      const { question, load: now } = parts.get();
      if (now.following !== place.following) load.follow(place.following);
      if (!same(place.question, question)) load.show(place.question);
      const detail = place.detail === null ? null : details.find(place.detail);
      parts.view({ detail, region: 'rows' });
      if (!place.following) parts.want(place.selected);
    },
  };
}
