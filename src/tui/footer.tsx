import { Box } from 'ink';
import type { ReactNode } from 'react';
import { cells } from '../core/width.ts';
import type { DeckState, Prompt } from './deck-state.ts';
import { hintSegments } from './footer-line.ts';
import { FieldView } from './kit/field-view.tsx';
import { Line } from './kit/line.tsx';
import { fitSegments, type Segments, segment, segmentsWidth, spread } from './kit/segments.ts';
import type { TextField } from './kit/text-field.ts';
import type { Toast } from './toasts.ts';

/** The last row: a prompt, else a message, else hints; the pane's rows at the right. */
export function Footer({ state }: { readonly state: DeckState }): ReactNode {
  const { columns, prompt, toasts } = state;
  if (prompt !== null) return <PromptLine prompt={prompt} width={columns} />;
  const [toast] = toasts;
  const right = fitSegments([segment(state.status.rows, 'muted')], Math.floor(columns / 2));
  const left =
    toast === undefined
      ? hintSegments(state.hints, columns - segmentsWidth(right) - 2)
      : toastSegments(toast);
  const isFull = toast !== undefined && segmentsWidth([...left, ...right]) > columns - 2;
  const line = isFull || state.status.rows === '' ? left : spread(left, right, columns - 1);
  return <Line segments={line} width={columns} />;
}

const toastMarks: Readonly<Record<Toast['tone'], string>> = {
  plain: ' ',
  good: ' ✓ ',
  warn: ' ! ',
  bad: ' ✗ ',
};

function toastSegments({ text, tone }: Toast): Segments {
  return [segment(`${toastMarks[tone]}${text}`, tone)];
}

function PromptLine(props: { readonly prompt: Prompt; readonly width: number }): ReactNode {
  const { prompt, width } = props;
  switch (prompt.kind) {
    case 'question':
      return (
        <Line
          segments={[segment(` ${prompt.text} `, 'warn'), segment(' y yes  n no', 'strong')]}
          width={width}
        />
      );
    case 'command':
      return (
        <FieldLine
          mark=" :"
          field={prompt.line.field}
          note="tab next  enter run  esc close"
          width={width}
        />
      );
    case 'filter':
      return (
        <FieldLine
          mark=" /"
          field={prompt.field}
          note={
            prompt.error === null ? 'enter keep  esc clear' : `not a regex yet: ${prompt.error}`
          }
          width={width}
        />
      );
  }
}

interface FieldLineProps {
  readonly mark: string;
  readonly field: TextField;
  readonly note: string;
  readonly width: number;
}

function FieldLine({ mark, field, note, width }: FieldLineProps): ReactNode {
  const noteWidth = Math.min(cells(note) + 2, Math.floor(width / 2));
  const fieldWidth = width - noteWidth - cells(mark);
  return (
    <Box height={1} flexShrink={0}>
      <Line segments={[segment(mark, 'accent')]} width={cells(mark)} />
      <Box width={fieldWidth} flexShrink={0}>
        <FieldView field={field} width={fieldWidth} />
      </Box>
      <Line segments={[segment(` ${note}`, 'muted')]} width={noteWidth} />
    </Box>
  );
}
