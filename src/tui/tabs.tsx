import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Feature } from '../features/feature.ts';
import type { DeckState } from './deck-state.ts';
import { Line } from './kit/line.tsx';
import { tabLines } from './tabs-line.ts';

/** The second and third row: the panes, the filter in force, and a rule. */
export function Tabs(props: {
  readonly features: readonly Feature[];
  readonly state: DeckState;
}): ReactNode {
  const { active, bindings, filters, columns } = props.state;
  const tabs = props.features.map(({ id, slot, title }) => ({
    key: bindings.find((binding) => binding.id === `shell.pane-${slot}`)?.keys[0] ?? '',
    title,
    active: id === active,
  }));
  const lines = tabLines(tabs, filters[active] ?? '', columns);
  return (
    <Box flexDirection="column" height={2} flexShrink={0}>
      <Line segments={lines.tabs} width={columns} />
      <Line segments={lines.rule} width={columns} />
    </Box>
  );
}
