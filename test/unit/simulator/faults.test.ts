import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultNames, parseFaults, planFaults } from '../../../src/simulator/faults.ts';

function count(list: string, seed: number, requests: number): Record<string, number> {
  const plan = planFaults(parseFaults(list), seed);
  const counts: Record<string, number> = {};
  for (let counter = 0; counter < requests; counter += 1) {
    const name = plan(counter) ?? 'none';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe('a list of faults', () => {
  test.each([
    ['', {}],
    ['429:5%', { '429': 5 }],
    ['429:5%, cut:0.5%', { '429': 5, cut: 0.5 }],
    ['html', { html: 1 }],
    ['all', Object.fromEntries(faultNames.map((name) => [name, 2]))],
    ['all,reset:10%', { ...Object.fromEntries(faultNames.map((name) => [name, 2])), reset: 10 }],
    ['all:3%,slow:0%', { ...Object.fromEntries(faultNames.map((name) => [name, 3])), slow: 0 }],
    ['reset:100%', { reset: 100 }],
  ])('%j is read', (list, rates) => {
    expect(Object.fromEntries(parseFaults(list))).toEqual(rates);
  });

  test.each([
    ['gremlins', /"gremlins" is not a fault/],
    ['429:5', /"429:5" has no rate/],
    ['cut:', /has no rate/],
    ['cut:101%', /has no rate/],
    ['cut:0.05%', /has no rate/],
    ['cut:60%,reset:41%', /add up to 101%/],
  ])('%j is refused', (list, message) => {
    expect(() => parseFaults(list)).toThrow(message);
  });

  test('an unknown name is answered with all the names', () => {
    expect(() => parseFaults('gremlins')).toThrow(
      expect.objectContaining({
        exitCode: 2,
        hint: expect.stringContaining(faultNames.join(', ')),
      }),
    );
  });
});

describe('the plan of the faults', () => {
  test('has each fault exactly as often as its rate says, in every block of a thousand', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 3 }),
        (seed, blocks) => {
          const counts = count('429:5%,cut:0.5%,html:1%', seed, 1000 * blocks);
          expect(counts).toEqual({
            '429': 50 * blocks,
            cut: 5 * blocks,
            html: 10 * blocks,
            none: 935 * blocks,
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  test('depends on the seed and the count alone', () => {
    const one = planFaults(parseFaults('all'), 7);
    const two = planFaults(parseFaults('all'), 7);
    const counters = [2500, 3, 999, 1000, 3, 2500];
    expect(counters.map(one)).toEqual([...counters].reverse().map(two).reverse());
    expect(sequence(7)).not.toEqual(sequence(8));
  });

  test('without faults there are none', () => {
    expect(count('', 1, 100)).toEqual({ none: 100 });
  });
});

function sequence(seed: number): readonly (string | null)[] {
  const plan = planFaults(parseFaults('all'), seed);
  return Array.from({ length: 300 }, (_, counter) => plan(counter));
}
