import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  emptyList,
  keepInList,
  type ListMove,
  type ListState,
  moveInList,
  visibleIds,
} from '../../../src/core/list.ts';

const ids = Array.from({ length: 20 }, (_, index) => `r${index}`);
const state = (selected: string | null, top: number): ListState => ({ selected, top });

describe('moveInList', () => {
  test.each<[ListState, ListMove, ListState]>([
    [state('r0', 0), 'down', state('r1', 0)],
    [state('r4', 0), 'down', state('r5', 1)],
    [state('r19', 15), 'down', state('r19', 15)],
    [state('r5', 5), 'up', state('r4', 4)],
    [state('r0', 0), 'up', state('r0', 0)],
    [state('r2', 0), 'page-down', state('r7', 5)],
    [state('r7', 5), 'page-up', state('r2', 0)],
    [state('r17', 14), 'page-down', state('r19', 15)],
    [state('r3', 2), 'page-up', state('r0', 0)],
    [state('r2', 0), 'half-down', state('r4', 2)],
    [state('r4', 2), 'half-up', state('r2', 0)],
    [state('r7', 5), 'first', state('r0', 0)],
    [state('r7', 5), 'last', state('r19', 15)],
    [state(null, 0), 'down', state('r0', 0)],
    [state('gone', 9), 'down', state('r0', 0)],
  ])('%j %s', (from, move, to) => {
    expect(moveInList(from, ids, 5, move)).toEqual(to);
  });

  test('an empty list stays empty', () => {
    expect(moveInList(emptyList, [], 5, 'last')).toBe(emptyList);
  });
});

describe('keepInList', () => {
  test('selects the first row of a fresh list', () => {
    expect(keepInList(emptyList, ids, 5)).toEqual(state('r0', 0));
  });

  test('is the same object when nothing changes', () => {
    const before = state('r7', 5);
    expect(keepInList(before, ids, 5, ids)).toBe(before);
  });

  test('keeps the row on its line when rows come in above', () => {
    const grown = ['new1', 'new2', ...ids];
    expect(keepInList(state('r7', 5), grown, 5, ids)).toEqual(state('r7', 7));
  });

  test('follows the row when the order changes', () => {
    expect(keepInList(state('r7', 5), ids.toReversed(), 5, ids)).toEqual(state('r7', 10));
  });

  test.each([
    ['the next', ['r6', 'r7', 'r8'], ['r7'], 'r8'],
    ['the next that is left', ['r6', 'r7', 'r8', 'r9'], ['r7', 'r8'], 'r9'],
    ['the one before, at the end', ['r6', 'r7'], ['r7'], 'r6'],
    ['nothing, when nothing is left', ['r7'], ['r7'], null],
  ])('a row that is gone is followed by %s', (_name, previous, gone, heir) => {
    const left = previous.filter((id) => !gone.includes(id));
    expect(keepInList(state('r7', 0), left, 5, previous).selected).toBe(heir);
  });

  test('takes the same place among rows that are all new', () => {
    expect(keepInList(state('r2', 0), ['a', 'b', 'c', 'd'], 5, ids)).toEqual(state('c', 0));
  });

  test('finds a row that comes back', () => {
    expect(keepInList(state('r7', 0), ids, 5, []).selected).toBe('r7');
  });

  test('fits a smaller and a larger window', () => {
    expect(keepInList(state('r9', 5), ids, 3, ids)).toEqual(state('r9', 7));
    expect(keepInList(state('r19', 15), ids, 30, ids)).toEqual(state('r19', 0));
  });
});

test('visibleIds is the window', () => {
  expect(visibleIds(state('r7', 5), ids, 3)).toEqual(['r5', 'r6', 'r7']);
  expect(visibleIds(emptyList, ids, -1)).toEqual([]);
});

test('whatever happens, the selected row is on screen and no line is wasted', () => {
  const rows = fc.uniqueArray(fc.constantFrom(...ids));
  const moves = fc.constantFrom<ListMove>('up', 'down', 'page-up', 'page-down', 'half-up', 'last');
  const step = fc.record({ rows, height: fc.integer({ min: 1, max: 25 }), move: moves });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      let list = emptyList;
      let previous: readonly string[] = [];
      for (const { rows: next, height, move } of steps) {
        list = moveInList(keepInList(list, next, height, previous), next, height, move);
        previous = next;
        const shown = visibleIds(list, next, height);
        expect(shown.length).toBe(Math.min(next.length, height));
        if (next.length > 0) expect(shown).toContain(list.selected);
        else expect(list.selected).toBeNull();
      }
    }),
  );
});
