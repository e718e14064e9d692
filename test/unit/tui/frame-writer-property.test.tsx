import fc from 'fast-check';
import { Box, render, Text } from 'ink';
import { expect, test } from 'vitest';
import { FrameWriter } from '../../../src/tui/frame-writer.ts';
import { inkOptions } from '../../../src/tui/ink-screen.tsx';
import type { Cell, Emulator } from '../../support/emulator.ts';
import { FakeTtyInput, FakeTtyOutput } from '../../support/fake-tty.ts';

const columns = 30;
const rows = 8;

/** What the kernel does for a program: a line feed goes to the line's start too. */
const lineFeedMode = '\x1b[20h';

const texts = fc.constantFrom(
  '',
  'a',
  'registry',
  'name      far      away',
  '世界      半',
  '████░░░░',
  'x'.repeat(columns),
  `${' '.repeat(12)}end`,
);
const run = fc.record(
  {
    text: texts,
    inverse: fc.boolean(),
    bold: fc.boolean(),
    underline: fc.boolean(),
    dimColor: fc.boolean(),
    color: fc.constantFrom('red', '#123456', 'blueBright'),
    backgroundColor: fc.constantFrom('blue', '#070707'),
  },
  { requiredKeys: ['text'] },
);
const frame = fc.array(fc.array(run, { maxLength: 3 }), { minLength: rows, maxLength: rows });
type Frame = typeof frame extends fc.Arbitrary<infer Value> ? Value : never;

function Lines({ lines }: { readonly lines: Frame }) {
  return (
    <Box width={columns} height={rows} flexDirection="column">
      {lines.map((runs, row) => (
        <Box key={String(row)} height={1} flexShrink={0}>
          <Text wrap="truncate">
            {runs.map(({ text, ...style }, index) => (
              <Text key={String(index)} {...style}>
                {text}
              </Text>
            ))}
          </Text>
        </Box>
      ))}
    </Box>
  );
}

/** Draws frames one after another. @returns every cell of the screen */
async function drawn(frames: readonly Frame[], isThroughWriter: boolean): Promise<unknown> {
  const target = new FakeTtyOutput(columns, rows);
  const stdout = isThroughWriter ? new FrameWriter({ target }) : target;
  target.emulator.write(lineFeedMode);
  const tree = (lines: Frame) => <Lines lines={lines} />;
  const options = { ...inkOptions({}), stdout, stdin: new FakeTtyInput() };
  const instance = render(tree(frames[0] ?? []), options);
  for (const lines of frames) {
    instance.rerender(tree(lines));
    await instance.waitUntilRenderFlush();
  }
  await target.emulator.drained();
  const cells = cellsOf(target.emulator);
  instance.unmount();
  target.emulator.dispose();
  return cells;
}

function cellsOf(emulator: Emulator) {
  return Array.from({ length: rows }, (_, y) =>
    Array.from({ length: columns }, (_unused, x) => asSeen(emulator.cellAt(x, y))),
  );
}

/** A blank has no colour, unless it is inverse or underlined. */
function asSeen(cell: Cell): Cell {
  const text = cell.text.trim();
  const isBare = text === '' && !cell.inverse && !cell.underline;
  return isBare ? { ...cell, text, bold: false, dim: false, colour: null } : { ...cell, text };
}

test('the screen is what Ink alone would have painted, down to the cell', async () => {
  const frames = fc.array(frame, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(frames, async (sequence) => {
      const last = sequence.at(-1) ?? [];
      expect(await drawn(sequence, true)).toEqual(await drawn([last], false));
    }),
    { numRuns: 60 },
  );
});
