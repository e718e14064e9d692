import { Box } from 'ink';
import type { ReactNode } from 'react';
import { cells } from '../../core/width.ts';
import { FieldView } from './field-view.tsx';
import { Line, Lines } from './line.tsx';
import { type Segments, segment } from './segments.ts';
import type { TextField } from './text-field.ts';

/** Draws a line that is being typed: its label, its field, and the lines below it. */
export function PromptView(props: {
  /** Such as `time range`. */
  readonly label: string;
  readonly field: TextField;
  /** Presets, hints, what is wrong. */
  readonly lines: readonly Segments[];
  readonly width: number;
}): ReactNode {
  const { field, lines, width } = props;
  const label = ` › ${props.label}: `;
  const labelCells = cells(label);
  return (
    <>
      <Box height={1}>
        <Line segments={[segment(label, 'accent')]} width={labelCells} />
        <FieldView field={field} width={Math.max(8, width - labelCells - 1)} />
      </Box>
      <Lines lines={lines} width={width} />
    </>
  );
}
