import { Box } from 'ink';
import type { ReactNode } from 'react';
import { cells, padEnd } from '../core/width.ts';
import type { Feature } from '../features/feature.ts';
import { completions, type DeckCommand } from './commands.ts';
import type { DeckState } from './deck-state.ts';
import { Line } from './kit/line.tsx';
import { segment } from './kit/segments.ts';
import { fieldText } from './kit/text-field.ts';

const mostRows = 8;

/** @returns the lines that the completions take from the pane; 0 without a command line */
export function completionRows(state: DeckState, features: readonly Feature[]): number {
  const found = foundFor(state, features);
  return found === null ? 0 : Math.max(1, Math.min(mostRows, found.length)) + 1;
}

/** What the command line can be completed to, above it. */
export function Completions(props: {
  readonly features: readonly Feature[];
  readonly state: DeckState;
}): ReactNode {
  const { state } = props;
  const found = foundFor(state, props.features);
  if (found === null || state.prompt?.kind !== 'command') return null;
  const { chosen } = state.prompt.line;
  const top = Math.max(0, chosen - mostRows + 1);
  const labelWidth = labelWidthOf(found, state.columns);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Line segments={[segment('─'.repeat(state.columns), 'muted')]} width={state.columns} />
      {found.length === 0 ? (
        <Line segments={[segment('  nothing like it', 'muted')]} width={state.columns} />
      ) : (
        found
          .slice(top, top + mostRows)
          .map((command, index) => (
            <Line
              key={command.id}
              segments={commandSegments(command, labelWidth, top + index === chosen)}
              width={state.columns}
              selected={top + index === chosen}
            />
          ))
      )}
    </Box>
  );
}

function foundFor(
  { prompt, bindings, offers }: DeckState,
  features: readonly Feature[],
): readonly DeckCommand[] | null {
  if (prompt?.kind !== 'command') return null;
  return completions(fieldText(prompt.line.field), { bindings, offers }, features);
}

/** The keys stay visible: a label that is too long for them is shortened. */
function labelWidthOf(found: readonly DeckCommand[], columns: number): number {
  const widest = (of: (command: DeckCommand) => string) =>
    Math.max(0, ...found.map((command) => cells(of(command))));
  const room = columns - 4 - widest(({ keys }) => keys);
  return Math.min(
    widest(({ label }) => label),
    room,
  );
}

function commandSegments({ label, keys }: DeckCommand, labelWidth: number, chosen: boolean) {
  const mark = chosen ? '› ' : '  ';
  return [segment(`${mark}${padEnd(label, labelWidth)}`), segment(`  ${keys}`, 'muted')];
}
