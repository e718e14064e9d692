import { afterEach, expect, test } from 'vitest';
import { Lines } from '../../../../src/tui/kit/line.tsx';
import { List } from '../../../../src/tui/kit/list.tsx';
import { segment } from '../../../../src/tui/kit/segments.ts';
import { colourTheme, ThemeContext } from '../../../../src/tui/kit/theme.ts';
import { openScreen, type Screen } from '../../../support/screen.ts';

const room = { columns: 40, rows: 12 };

/** A theme that counts how often it is asked for a muted or for the selected look. */
function countingTheme() {
  let asked = 0;
  const count = <T,>(value: T): T => {
    asked += 1;
    return value;
  };
  const tones = {
    ...colourTheme.tones,
    get muted() {
      return count(colourTheme.tones.muted);
    },
  };
  const theme = {
    ...colourTheme,
    tones,
    get selected() {
      return count(colourTheme.selected);
    },
  };
  const take = () => {
    const before = asked;
    asked = 0;
    return before;
  };
  return { theme, take };
}

let screen: Screen;
afterEach(() => screen.close());

/** A list whose rows each have one run that the theme is asked for, and its texts. */
async function openList() {
  const { theme, take } = countingTheme();
  const tree = ({ top = 0, selected = 3, ids = numbers(100), rowHeight = 1 }) => (
    <ThemeContext value={theme}>
      <List
        state={{ top, selected: String(selected) }}
        ids={ids}
        width={room.columns}
        height={10}
        rowHeight={rowHeight}
        renderRow={(id) => [[segment(`row ${id} `), segment('quiet', 'muted')], [segment('below')]]}
      />
      <Lines lines={[[segment('a line', 'muted')]]} width={20} />
    </ThemeContext>
  );
  screen = await openScreen(tree({}), room);
  take();
  return {
    draw: async (props: Parameters<typeof tree>[0]) => {
      await screen.draw(tree(props));
      return take();
    },
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n));

test('nothing is drawn again while nothing changes', async () => {
  const { draw } = await openList();
  expect(await draw({})).toBe(0);
});

test('a move draws two lines', async () => {
  const { draw } = await openList();
  expect(await draw({ selected: 4 })).toBe(2);
  expect(screen.rows().slice(3, 5)).toEqual([' row 3 quiet', '▌row 4 quiet']);
});

test('only the lines that read differently are drawn when rows come and go', async () => {
  const { draw } = await openList();
  const ids = numbers(100).toSpliced(8, 1);
  expect(await draw({ ids })).toBe(2);
  expect(screen.rows().slice(7, 10)).toEqual([' row 7 quiet', ' row 9 quiet', ' row 10 quiet']);
});

test('rows of several lines are cut off at the end of the list', async () => {
  const { draw } = await openList();
  await draw({ rowHeight: 3, selected: 1 });
  expect(screen.rows().slice(0, 11)).toEqual([
    ...[' row 0 quiet', ' below', '', '▌row 1 quiet', ' below', '', ' row 2 quiet', ' below', ''],
    ...['', 'a line'],
  ]);
});
