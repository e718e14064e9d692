import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goBack, goForward, markPlace, noPlaces, type Place } from '../../../src/tui/places.ts';

const at = (feature: string, place = ''): Place => ({ feature, place });

describe('places', () => {
  test('go back and forward again', () => {
    const places = markPlace(markPlace(noPlaces, at('a')), at('b'));
    const back = goBack(places, at('c'));
    expect(back?.to).toEqual(at('b'));
    const further = goBack(back?.places ?? noPlaces, at('b'));
    expect(further?.to).toEqual(at('a'));
    const forward = goForward(further?.places ?? noPlaces, at('a'));
    expect(forward?.to).toEqual(at('b'));
  });

  test('end on both sides', () => {
    expect(goBack(noPlaces, at('a'))).toBeNull();
    expect(goForward(noPlaces, at('a'))).toBeNull();
  });

  test('a new way forgets what was forward', () => {
    const back = goBack(markPlace(noPlaces, at('a')), at('b'));
    expect(markPlace(back?.places ?? noPlaces, at('a')).forward).toEqual([]);
  });

  test('a place is not remembered twice in a row', () => {
    expect(markPlace(markPlace(noPlaces, at('a')), at('a')).back).toHaveLength(1);
  });

  test('are bounded', () => {
    const places = Array.from({ length: 500 }, (_, index) => at('a', String(index)));
    expect(places.reduce(markPlace, noPlaces).back).toHaveLength(100);
  });

  test('going back and forward ends where it began', () => {
    const anyPlaces = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(anyPlaces, (names) => {
        const marked = names.map((name) => at('a', name)).reduce(markPlace, noPlaces);
        const back = goBack(marked, at('here'));
        const forward = goForward(back?.places ?? noPlaces, back?.to ?? at(''));
        expect(forward).toEqual({ to: at('here'), places: marked });
      }),
    );
  });
});
