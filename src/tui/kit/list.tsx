import { Box, Text } from 'ink';
import { createElement, type ReactNode, useContext } from 'react';
import type { ListState } from '../../core/list.ts';
import { Line } from './line.tsx';
import type { Segments } from './segments.ts';
import { ThemeContext } from './theme.ts';

/** What a windowed list shows. */
export interface ListProps {
  /** Selection and first visible row, from core/list.ts. */
  readonly state: ListState;
  readonly ids: readonly string[];
  readonly width: number;
  /** In cells. */
  readonly height: number;
  /** Whether the keys go to this list; one that they don't go to keeps its mark alone. @default true */
  readonly focused?: boolean;
  /** Lines a row takes. @default 1 */
  readonly rowHeight?: number;
  /**
   * @param width the cells that a row has; the list keeps one at the left for the selection's mark
   * @returns the lines of a row, at most `rowHeight`
   */
  readonly renderRow: (id: string, width: number) => readonly Segments[];
}

/** @returns how many rows of a height fit: the `height` that core/list.ts counts in */
export function rowsThatFit(height: number, rowHeight = 1): number {
  return Math.max(1, Math.floor(height / rowHeight));
}

/**
 * The visible rows of a list. The first line of the selected row has a mark and is one inverse run;
 * the lines below it stay as they are, so that a move writes no more than two lines.
 */
export function List({
  state,
  ids,
  width,
  height,
  focused = true,
  rowHeight = 1,
  renderRow,
}: ListProps): ReactNode {
  const visible = ids.slice(state.top, state.top + rowsThatFit(height, rowHeight));
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      {visible.map((id) => (
        <Row
          key={id}
          lines={renderRow(id, width - 1)}
          width={width - 1}
          height={rowHeight}
          selected={id === state.selected}
          focused={focused}
        />
      ))}
    </Box>
  );
}

interface RowProps {
  readonly lines: readonly Segments[];
  readonly width: number;
  readonly height: number;
  readonly selected: boolean;
  readonly focused: boolean;
}

function Row({ lines, width, height, selected, focused }: RowProps): ReactNode {
  const rows = Array.from({ length: height }, (_, index) =>
    createElement(
      Box,
      { height: 1 },
      <Mark on={selected && index === 0} />,
      <Line
        segments={lines[index] ?? []}
        width={width}
        selected={selected && focused && index === 0}
      />,
    ),
  );
  return createElement(Box, { flexDirection: 'column', height, flexShrink: 0 }, ...rows);
}

function Mark({ on }: { readonly on: boolean }): ReactNode {
  const theme = useContext(ThemeContext);
  return on ? <Text {...theme.tones.accent}>▌</Text> : <Text> </Text>;
}
