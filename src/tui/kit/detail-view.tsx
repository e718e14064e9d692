import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Lines } from './line.tsx';
import { clampTop } from './scroll.ts';
import type { Segments } from './segments.ts';

/** What a scrolled text shows. */
export interface DetailViewProps {
  /** From `detailLines`. */
  readonly lines: readonly Segments[];
  /** First visible line; see scroll.ts. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a laid out text that fits. */
export function DetailView({ lines, top, width, height }: DetailViewProps): ReactNode {
  const first = clampTop(top, { count: lines.length, height });
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      <Lines lines={lines.slice(first, first + height)} width={width} />
    </Box>
  );
}
