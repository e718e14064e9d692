import { expect, test } from 'vitest';
import { sideBySide } from '../../../../src/tui/kit/side-by-side.ts';

test.each([
  [109, false, { side: 0, main: 109 }],
  [109, true, { side: 109, main: 0 }],
  [110, false, { side: 32, main: 77 }],
  [110, true, { side: 32, main: 77 }],
])('%s cells, the keys at the side: %s', (width, isInFront, expected) => {
  expect(sideBySide(width, { besideFrom: 110, sideWidth: 32, isInFront })).toEqual(expected);
});
