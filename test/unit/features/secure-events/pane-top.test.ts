import { expect, test } from 'vitest';
import { topHead } from '../../../../src/features/secure-events/pane-top.ts';
import { emptySnapshot } from '../../../../src/features/secure-events/store-derive.ts';
import { topItems } from '../../../../src/features/secure-events/store-top.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';

const failure = { error: new Error('down'), at: 0, againAt: null };
const items = topItems({
  ...{ lists: [], counts: null, isCounted: false, isUncounted: true },
  ...{ question: emptySnapshot.question, folded: new Set<string>() },
});

test.each([
  ['failed', { loading: false, failure }, 'most frequent: nothing is known'],
  ['are asked again', { loading: true, failure }, 'most frequent: asking …'],
  ['came', { loading: false, failure: null, value: [] }, 'most frequent'],
])('severities alone are not all there is where the others %s', (_what, top, expected) => {
  const snapshot = { ...emptySnapshot, items, top: { ...emptySnapshot.top, ...top } };
  expect(plainText(topHead(snapshot, 60)).trim()).toBe(expected);
});
