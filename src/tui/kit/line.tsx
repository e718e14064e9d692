import { Box, Text } from 'ink';
import { createElement, memo, type ReactNode, useContext } from 'react';
import { fitSegments, plainText, type Segments, sameSegments } from './segments.ts';
import { type Theme, ThemeContext } from './theme.ts';

/** What a line shows. */
export interface LineProps {
  readonly segments: Segments;
  /** In cells; longer lines are cut with an ellipsis. */
  readonly width: number;
  /** One inverse run without inner colours, as long as its text: bytes matter on a slow link. */
  readonly selected?: boolean;
}

/** One row of the screen. Drawn again only when it reads or looks differently. */
export const Line = memo(function Line({ segments, width, selected = false }: LineProps) {
  const theme = useContext(ThemeContext);
  const runs = lineRuns(segments, { width, selected, theme });
  // Spread, because the runs of a line have no identity that a key could name.
  return createElement(Text, { wrap: 'truncate' }, ...(runs.length === 0 ? [' '] : runs));
}, isSameLine);

function isSameLine(before: LineProps, after: LineProps): boolean {
  const isSameLook = before.width === after.width && before.selected === after.selected;
  return isSameLook && sameSegments(before.segments, after.segments);
}

/** How the runs of a line are drawn. */
export interface LineLook {
  readonly width: number;
  readonly selected: boolean;
  readonly theme: Theme;
}

/** The runs of a line inside of a Text; none for an empty line. */
export function lineRuns(
  segments: Segments,
  { width, selected, theme }: LineLook,
): readonly ReactNode[] {
  const fitted = fitSegments(segments, width);
  if (selected && fitted.length > 0) {
    return [createElement(Text, theme.selected, plainText(fitted))];
  }
  return fitted.map(({ text, tone = 'plain' }) =>
    tone === 'plain' ? text : createElement(Text, theme.tones[tone], text),
  );
}

/** Lines one below the other, for layouts that are made by pure functions. */
export function Lines(props: {
  readonly lines: readonly Segments[];
  readonly width: number;
}): ReactNode {
  const rows = props.lines.map((segments) => createElement(Line, { segments, width: props.width }));
  return createElement(Box, { flexDirection: 'column' }, ...rows);
}
