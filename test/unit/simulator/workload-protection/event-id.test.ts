import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cursorText, readCursor } from '../../../../src/simulator/workload-protection/cursor.ts';
import {
  idOf,
  keyOf,
  placeOf,
  timeOf,
} from '../../../../src/simulator/workload-protection/event-id.ts';

const places = fc
  .record({
    second: fc.integer({ min: 1_500_000_000, max: 2_000_000_000 }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
    tie: fc.integer({ min: 0, max: 2 ** 20 - 1 }),
  })
  .map(({ second, nanos, tie }) => ({ second, key: keyOf(nanos, tie) }));
const noises = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('an id tells its place, and its time in nanoseconds', () => {
  fc.assert(
    fc.property(places, noises, (place, noise) => {
      const id = idOf(place, noise);
      expect(id).toMatch(/^[0-9a-f]{32}$/);
      expect(placeOf(id)).toEqual(place);
      expect(BigInt(`0x${id.slice(0, 16)}`)).toBe(timeOf(place));
    }),
  );
});

test('ids sort as their places do', () => {
  fc.assert(
    fc.property(places, places, noises, (first, second, noise) => {
      const isEarlier =
        first.second < second.second || (first.second === second.second && first.key < second.key);
      const isSame = first.second === second.second && first.key === second.key;
      expect(idOf(first, noise) < idOf(second, noise)).toBe(isEarlier && !isSame);
    }),
  );
});

test('a cursor is read as it was written', () => {
  fc.assert(
    fc.property(places, noises, (place, noise) => {
      for (const towards of ['older', 'newer', 'around'] as const) {
        expect(readCursor(cursorText(towards, idOf(place, noise)))).toEqual({ towards, place });
      }
    }),
  );
  expect(readCursor('LTE3ZGVjNzE1Mzc2OTEwMzYyYzhjM2Y2MmE0Y2VkYTJl')).toMatchObject({
    towards: 'older',
    place: { second: 1_720_031_001 },
  });
});
