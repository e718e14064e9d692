import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { ListState } from '../../core/list.ts';
import type { DeckState } from '../deck-state.ts';
import { keyName } from '../keymap.ts';
import { Line } from '../kit/line.tsx';
import { List } from '../kit/list.tsx';
import { segment, spread } from '../kit/segments.ts';
import { logHeader, logIds, logRoom, logRow } from './log.ts';
import { overlayTitle } from './overlay-title.ts';

/** The calls to the vendors' APIs, newest first. */
export function LogView(props: { readonly state: DeckState; readonly list: ListState }): ReactNode {
  const { state, list } = props;
  const { columns, exchanges } = state;
  const byId = new Map(exchanges.map((exchange) => [String(exchange.id), exchange]));
  const key = (id: string) => keyName(state.bindings, id);
  const keys = `${key('shell.open')} opens, ${key('shell.unwind')} closes`;
  const title = overlayTitle('API calls', `newest first, ${keys}`);
  return (
    <Box flexDirection="column">
      <Line
        segments={spread(title, [segment(`${exchanges.length} calls `, 'muted')], columns)}
        width={columns}
      />
      <Line segments={logHeader(columns)} width={columns} />
      {exchanges.length === 0 && (
        <Line segments={[segment(' No call yet.', 'muted')]} width={columns} />
      )}
      <List
        state={list}
        ids={logIds(exchanges)}
        width={columns}
        height={logRoom(state)}
        renderRow={(id, width) => {
          const exchange = byId.get(id);
          return exchange === undefined ? [] : [logRow(exchange, width)];
        }}
      />
    </Box>
  );
}
