import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { features } from '../../src/features/index.ts';
import { shellKeymap } from '../../src/tui/shell-keymap.ts';
import { type DemoDeck, openDemoDeck } from '../support/demo-deck.ts';

let deck: DemoDeck;
afterEach(() => deck.close());

/** They leave the deck, repaint it, or write a file. */
const others = new Set(['shell.quit', 'shell.quit-now', 'shell.suspend', 'shell.redraw']);
others.add('shell.write-row');

const anyKey = fc.constantFrom(
  ...[...shellKeymap, ...features.flatMap(({ keymap }) => keymap)]
    .filter(({ id }) => !others.has(id))
    .flatMap(({ keys }) => keys),
);

/** The screen, but for the rate of a stream: it goes on with the time, and nothing ticks. */
const lines = () => deck.screen().map((row) => row.replace(/[\d.]+\/s/, '').trimEnd());

test.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
])('any keys in any pane leave what a whole repaint shows at $columns x $rows', async (size) => {
  deck = await openDemoDeck({ ...size, readOnly: true });
  await deck.advance(3000);
  await fc.assert(
    fc.asyncProperty(fc.array(anyKey, { maxLength: 10 }), fc.boolean(), async (keys, later) => {
      await deck.keys(...keys);
      if (later) await deck.advance(2000);
      const painted = lines();
      await deck.keys('ctrl-l');
      expect(lines()).toEqual(painted);
    }),
    { numRuns: 40 },
  );
});
