import { expect, test } from 'vitest';
import { createStore } from '../../../../src/core/store.ts';
import { createPaneFrame, framedKeys } from '../../../../src/tui/kit/pane-frame.ts';

/** A frame over a text of so many lines, and what its store and its room were told. */
function openFrame(textLines: number | null) {
  const told: unknown[] = [];
  const store = createStore(0);
  const frame = createPaneFrame<string>({
    store,
    setRoom: ({ size, prompt }) => told.push({ ...size, prompt }),
    textLines: () => textLines,
  });
  const keys = framedKeys(frame, {
    move: (move) => told.push(move),
    open: () => told.push('open'),
    back: () => told.push('back') > 0,
  });
  return { told, store, frame, keys, top: () => frame.state.get().top };
}

test('a text in front is scrolled, no further than it goes, and the store is not moved', () => {
  const { told, keys, top } = openFrame(30);
  keys.move('page-down');
  expect(top()).toBe(10);
  keys.move('up');
  expect([top(), told]).toEqual([9, []]);
});

test('without a text in front the moves are the store’s', () => {
  const { told, keys, top } = openFrame(null);
  keys.move('down');
  expect([top(), told]).toEqual([0, ['down']]);
});

test.each(['open', 'back'] as const)('what %s brings to the front begins at its top', (key) => {
  const { told, keys, top } = openFrame(30);
  keys.move('page-down');
  const answer = keys[key]();
  expect([top(), told]).toEqual([0, [key]]);
  expect(answer).toBe(key === 'back' ? true : undefined);
});

test('the room is told anew with every change that can take lines from it', () => {
  const { told, store, frame } = openFrame(null);
  frame.resize({ width: 120, height: 37 });
  frame.setPrompt('time');
  store.set(1);
  expect(told).toEqual([
    { width: 120, height: 37, prompt: null },
    { width: 120, height: 37, prompt: 'time' },
    { width: 120, height: 37, prompt: 'time' },
  ]);
});
