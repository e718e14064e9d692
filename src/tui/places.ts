/** Where the user was: a pane, and the place within it as the pane wrote it. */
export interface Place {
  readonly feature: string;
  readonly place: string;
}

/** The places to go back and forward to. The last of each is the nearest. */
export interface Places {
  readonly back: readonly Place[];
  readonly forward: readonly Place[];
}

/** A step through places. */
export interface PlaceStep {
  readonly places: Places;
  readonly to: Place;
}

const longest = 100;

/** A history without places. */
export const noPlaces: Places = { back: [], forward: [] };

/** Remembers a place before the user moves on; what was forward of it is forgotten. */
export function markPlace(places: Places, here: Place): Places {
  const last = places.back.at(-1);
  const isSame = last?.feature === here.feature && last.place === here.place;
  const back = isSame ? places.back : [...places.back, here].slice(-longest);
  return { back, forward: [] };
}

/** @returns the step back; null when there is none */
export function goBack(places: Places, here: Place): PlaceStep | null {
  const to = places.back.at(-1);
  if (to === undefined) return null;
  return {
    to,
    places: { back: places.back.slice(0, -1), forward: [...places.forward, here] },
  };
}

/** @returns the step forward; null when there is none */
export function goForward(places: Places, here: Place): PlaceStep | null {
  const to = places.forward.at(-1);
  if (to === undefined) return null;
  return {
    to,
    places: { back: [...places.back, here], forward: places.forward.slice(0, -1) },
  };
}
