import { describe, expect, test } from 'vitest';
import { unreadWindow, type WindowState } from '../../../src/export-engine/journal.ts';
import { createBoard } from '../../../src/export-engine/progress.ts';
import { shareAt } from '../../../src/export-engine/time-slices.ts';

const state = (part: Partial<WindowState>): WindowState => ({ ...unreadWindow, ...part });
const done = state({ ended: true, rows: 9 });
const begun = (share: number) => state({ rows: 5, checkpoint: 1, share });

describe('what of the windows is read', () => {
  test.each<[string, readonly WindowState[], number | null]>([
    ['none has begun', [unreadWindow, unreadWindow], 0],
    ['whole ones', [done, unreadWindow], 1],
    ['shares of those under way', [done, begun(0.25), begun(0.5), unreadWindow], 1.75],
    ['one that does not tell', [done, state({ rows: 5, checkpoint: 1 })], null],
    ['one without rows that does not tell', [state({ checkpoint: 1 })], null],
  ])('%s', (_what, states, read) => {
    const board = createBoard(0);
    board.setWindows(states);
    expect(board.figures(1000)).toMatchObject({ windowsRead: read });
  });
});

describe('the time that is left', () => {
  const leftAfter = (before: WindowState, after: WindowState, others: readonly WindowState[]) => {
    const board = createBoard(0);
    board.setWindows([before, ...others]);
    board.update(0, after);
    return board.figures(10_000).etaSeconds;
  };

  test('is told within a single long window', () => {
    expect(leftAfter(unreadWindow, begun(0.25), [])).toBe(30);
  });

  test('counts what this worker has read, not the one before', () => {
    expect(leftAfter(begun(0.5), begun(0.75), [])).toBe(10);
  });

  test('is not told of next to nothing, nor where a window does not tell', () => {
    expect(leftAfter(unreadWindow, begun(0.01), [])).toBeNull();
    expect(leftAfter(unreadWindow, state({ rows: 5, checkpoint: 1 }), [])).toBeNull();
    expect(leftAfter(unreadWindow, done, [state({ rows: 5, checkpoint: 1 })])).toBe(10);
  });
});

test.each([
  [100, 200, 100, 0],
  [100, 200, 150, 0.5],
  [100, 200, 200, 1],
  [100, 100, 100, 1],
])('of %i to %i, %i is %d', (fromMs, toMs, atMs, share) => {
  expect(shareAt({ id: 'w', fromMs, toMs }, atMs)).toBe(share);
});
