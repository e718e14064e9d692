import { Box, Text } from 'ink';
import { type ReactNode, useContext } from 'react';
import type { Session } from '../api/session.ts';
import { cells } from '../core/width.ts';
import type { DeckState } from './deck-state.ts';
import { headerLine } from './header-line.ts';
import { Line } from './kit/line.tsx';
import { segmentsWidth } from './kit/segments.ts';
import { ThemeContext } from './kit/theme.ts';

/** The first row: which profile, and whether each source is quiet or dead. */
export function Header(props: { readonly session: Session; readonly state: DeckState }): ReactNode {
  const { session, state } = props;
  const theme = useContext(ThemeContext);
  const facts = {
    profile: session.profile,
    readOnly: session.readOnly,
    insecure: session.insecureSources,
    health: state.health,
    now: state.now,
  };
  const { name, badge, rest } = headerLine(facts, state.columns);
  const restWidth = state.columns - segmentsWidth(name) - cells(badge);
  return (
    <Box height={1} flexShrink={0}>
      <Line segments={name} width={segmentsWidth(name)} />
      <Text wrap="truncate" {...theme.badge(session.colour)}>
        {badge}
      </Text>
      <Line segments={rest} width={restWidth} />
    </Box>
  );
}
