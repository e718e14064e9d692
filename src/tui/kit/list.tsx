import { Box, Text } from 'ink';
import { createElement, memo, type ReactNode, useContext } from 'react';
import type { ListState } from '../../core/list.ts';
import { lineRuns } from './line.tsx';
import { type Segments, sameSegments } from './segments.ts';
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
 *
 * A line is drawn by its place on the screen, not by the row that it shows: while a stream runs
 * through the list, texts change, and nothing is taken down and built up again.
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
  const lines = visible.flatMap((id) => {
    const rows = renderRow(id, width - 1);
    return Array.from({ length: rowHeight }, (_, index) => {
      const marked = id === state.selected && index === 0;
      const selected = marked && focused;
      const segments = rows[index] ?? [];
      return createElement(ListLine, { segments, width: width - 1, marked, selected });
    });
  });
  return createElement(
    Box,
    { flexDirection: 'column', width, height, overflow: 'hidden' },
    // A text that has no room would be squeezed, not cut off.
    ...lines.slice(0, height),
  );
}

interface ListLineProps {
  readonly segments: Segments;
  readonly width: number;
  readonly marked: boolean;
  readonly selected: boolean;
}

/** The mark's cell and the line in one text, drawn again only when it reads or looks differently. */
const ListLine = memo(function ListLine({ segments, width, marked, selected }: ListLineProps) {
  const theme = useContext(ThemeContext);
  const mark = marked ? createElement(Text, theme.tones.accent, '▌') : ' ';
  const runs = lineRuns(segments, { width, selected, theme });
  return createElement(Text, { wrap: 'truncate' }, mark, ...runs);
}, isSameLine);

function isSameLine(before: ListLineProps, after: ListLineProps): boolean {
  const { width, marked, selected } = before;
  const isSameLook =
    width === after.width && marked === after.marked && selected === after.selected;
  return isSameLook && sameSegments(before.segments, after.segments);
}
