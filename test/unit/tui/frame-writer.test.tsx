import { Box, Text } from 'ink';
import { afterEach, expect, test } from 'vitest';
import { openScreen, type Screen } from '../../support/screen.ts';

const columns = 120;
const rows = 40;
const visible = 36;

interface ListProps {
  readonly top: number;
  readonly selected: number;
}

/** A list as the panes draw it: one Text a row, the selected one inverse over the whole width. */
function List({ top, selected }: ListProps) {
  const ids = Array.from({ length: visible }, (_, index) => top + index);
  return (
    <Box width={columns} height={rows} flexDirection="column">
      <Text wrap="truncate">{'scandeck  demo'.padEnd(columns)}</Text>
      <Text wrap="truncate">1 Progress</Text>
      {ids.map((id) => (
        <Text key={id} wrap="truncate" inverse={id === selected}>
          {rowText(id).padEnd(columns)}
        </Text>
      ))}
      <Text wrap="truncate">─</Text>
      <Text wrap="truncate">j/k move</Text>
    </Box>
  );
}

function rowText(id: number): string {
  const name = `registry-${id}.example.test/team/service-${id * 7919}`;
  return `  ${name.padEnd(60)} scanning  ${String(id % 100).padStart(3)}%  ${id * 31} images`;
}

let screen: Screen;
afterEach(() => screen.close());

async function drawList(props: ListProps): Promise<readonly string[]> {
  screen.takeWrites();
  await screen.draw(<List {...props} />);
  return screen.takeWrites();
}

const size = (writes: readonly string[]) => Buffer.byteLength(writes.join(''));

test('a cursor move costs 300 bytes at most, in one write', async () => {
  screen = await openScreen(<List top={0} selected={3} />, { columns, rows });
  const writes = await drawList({ top: 0, selected: 4 });
  expect(writes).toHaveLength(1);
  expect(size(writes)).toBeLessThanOrEqual(300);
  expect(screen.cellAt(0, 5).inverse).toBe(false);
  expect(screen.cellAt(columns - 1, 6).inverse).toBe(true);
});

test('a page costs 6000 bytes at most', async () => {
  screen = await openScreen(<List top={0} selected={3} />, { columns, rows });
  const writes = await drawList({ top: visible, selected: visible + 3 });
  expect(size(writes)).toBeLessThanOrEqual(6000);
  expect(screen.rows()[2]).toBe(rowText(visible).trimEnd());
});

test('a frame that changes nothing is not written', async () => {
  screen = await openScreen(<List top={0} selected={3} />, { columns, rows });
  expect(await drawList({ top: 0, selected: 3 })).toEqual([]);
});
