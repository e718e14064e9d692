import { Box, Text } from 'ink';
import { createElement, type ReactNode, useContext } from 'react';
import { fitSegments, plainText, type Segments } from './segments.ts';
import { ThemeContext } from './theme.ts';

/** What a line shows. */
export interface LineProps {
  readonly segments: Segments;
  /** In cells; longer lines are cut with an ellipsis. */
  readonly width: number;
  /** One inverse run without inner colours, as long as its text: bytes matter on a slow link. */
  readonly selected?: boolean;
}

/** One row of the screen. */
export function Line({ segments, width, selected = false }: LineProps): ReactNode {
  const theme = useContext(ThemeContext);
  const fitted = fitSegments(segments, width);
  if (fitted.length === 0) return <Text wrap="truncate"> </Text>;
  if (selected) {
    return (
      <Text wrap="truncate" {...theme.selected}>
        {plainText(fitted)}
      </Text>
    );
  }
  const runs = fitted.map(({ text, tone = 'plain' }) =>
    tone === 'plain' ? text : createElement(Text, theme.tones[tone], text),
  );
  // Spread, because the runs of a line have no identity that a key could name.
  return createElement(Text, { wrap: 'truncate' }, ...runs);
}

/** Lines one below the other, for layouts that are made by pure functions. */
export function Lines(props: {
  readonly lines: readonly Segments[];
  readonly width: number;
}): ReactNode {
  const rows = props.lines.map((segments) => createElement(Line, { segments, width: props.width }));
  return createElement(Box, { flexDirection: 'column' }, ...rows);
}
