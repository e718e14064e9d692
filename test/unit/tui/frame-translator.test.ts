import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWidth } from '../../../src/core/cell-width.ts';
import { FrameTranslator } from '../../../src/tui/frame-translator.ts';
import { type Cell, createEmulator, type Emulator } from '../../support/emulator.ts';

const columns = 24;
const rows = 5;
const noWrap = '\x1b[?7l\x1b[20h';

/** A translator on a page that is cleared. */
function onPage(): FrameTranslator {
  const translator = new FrameTranslator();
  translator.translate('\x1b[Hx', rows);
  return translator;
}

test.each([
  ['styles around nothing', '\x1b[36m\x1b[39m\x1b[1m\x1b[22m', ''],
  ['movements alone', '\x1b[E\x1b[3G\x1b[2A', ''],
  ['styles together', '\x1b[4H\x1b[1m\x1b[36ma\x1b[39m\x1b[22m', '\x1b[4H\x1b[1;36ma\x1b[m'],
  ['no blanks at the end of a row', '\x1b[4H\x1b[Kab          ', '\x1b[4H\x1b[Kab'],
  ['a way over blanks', '\x1b[4H\x1b[Ka       b', '\x1b[4H\x1b[Ka\x1b[7Cb'],
  ['no blanks in colour', '\x1b[4H\x1b[K\x1b[36m       b', '\x1b[4H\x1b[K\x1b[8G\x1b[36mb'],
  ['inverse blanks', '\x1b[4H\x1b[K\x1b[7m       \x1b[27m', '\x1b[4H\x1b[K\x1b[7m       \x1b[m'],
  ['a background', '\x1b[4H\x1b[44m\x1b[K\x1b[49m', '\x1b[4H\x1b[44m\x1b[K\x1b[m'],
])('writes %s', (_what, chunk, written) => {
  expect(onPage().translate(chunk, rows)).toBe(written);
});

const style = fc.constantFrom(
  ...['1', '2', '4', '7', '31', '44', '38;5;208', '48;2;1;2;3'],
  ...['0', '22', '24', '27', '39', '49'],
);
const text = fc.constantFrom(
  ...['a', 'registry', 'far          away', '世界      半', '          ', '█░', ' ', '…x'],
  'w'.repeat(columns),
);
const sgr = style.map((parameters) => `\x1b[${parameters}m`);
/** A line as Ink updates it: from a column on, cleared, in styles that may go on. */
const line = fc
  .tuple(fc.nat({ max: columns - 1 }), fc.array(fc.oneof(sgr, text), { maxLength: 6 }))
  .map(([column, parts]) => `\x1b[${column + 1}G\x1b[K${fitting(parts, columns - column)}`);
const step = fc.oneof(line, fc.constant(''), fc.constant('\x1b[K'));
const frame = fc
  .array(step, { minLength: rows, maxLength: rows })
  .map((lines) => `\x1b[H${lines.join('\x1b[E')}`);

function fitting(parts: readonly string[], room: number): string {
  let line = '';
  for (const part of parts) if (cellWidth(line + part) <= room) line += part;
  return line;
}

/** A blank has no colour or weight, unless it is inverse or underlined. */
function asSeen(cell: Cell): Cell {
  const isBare = cell.text.trim() === '' && !cell.inverse && !cell.underline;
  return isBare ? { ...cell, text: '', bold: false, dim: false, colour: null } : cell;
}

async function cellsAfter(emulator: Emulator, output: string): Promise<readonly Cell[]> {
  emulator.write(`\x1b[!p${noWrap}\x1b[m\x1b[H\x1b[J${output}`);
  await emulator.drained();
  return Array.from({ length: rows * columns }, (_, index) =>
    asSeen(emulator.cellAt(index % columns, Math.floor(index / columns))),
  );
}

test('any lines are painted as they would have been without it, cell by cell', async () => {
  const emulator = createEmulator(columns, rows);
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 5 }), async (frames) => {
      const translator = new FrameTranslator();
      const translated = frames.map((chunk) => translator.translate(chunk, rows)).join('');
      const expected = await cellsAfter(emulator, frames.join(''));
      expect(await cellsAfter(emulator, translated)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
  emulator.dispose();
});
