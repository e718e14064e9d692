import { expect, test } from 'vitest';
import { timelineLines } from '../../../../src/features/secure-events/pane-timeline.ts';
import { entryOf } from '../../../../src/features/secure-events/store-buffer.ts';
import { emptySnapshot } from '../../../../src/features/secure-events/store-derive.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';
import { sampleEvent } from '../../../support/scripted-events.ts';

const rowsOf = (words: readonly ('high' | 'unknown')[]) => {
  const entries = words.map((word, number) =>
    entryOf({
      kind: 'event',
      event: sampleEvent(number, 1_000, { severity: { level: 0, word } }),
    }),
  );
  const { question, stream } = emptySnapshot;
  return { ...emptySnapshot, stream: { ...stream, of: question, entries } };
};

test.each([1, 5])('rows without a severity are counted by themselves, in %i lines', (height) => {
  const text = (words: readonly ('high' | 'unknown')[]) =>
    timelineLines(rowsOf(words), { width: 100, height }).map(plainText).join('\n');
  const mixed = text(['unknown', 'high', 'unknown', 'high', 'high']);
  expect(mixed).toContain('? 2 unknown here');
  expect(mixed).toMatch(height === 1 ? /▲ 3 high/ : /▲ high +3 /);
  expect(text(['high'])).not.toContain('unknown');
});
