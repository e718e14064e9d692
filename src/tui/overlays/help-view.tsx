import { Box } from 'ink';
import type { ReactNode } from 'react';
import { cells } from '../../core/width.ts';
import type { Deck } from '../deck.ts';
import type { DeckState } from '../deck-state.ts';
import { FieldView } from '../kit/field-view.tsx';
import { Line } from '../kit/line.tsx';
import { clampTop, scrollNote } from '../kit/scroll.ts';
import { segment } from '../kit/segments.ts';
import { Table, type TableColumn } from '../kit/table.tsx';
import { fieldText } from '../kit/text-field.ts';
import { type HelpRow, helpRows } from './help.ts';
import type { Overlay } from './overlay.ts';
import { scrollRoom } from './overlay-keys.ts';
import { overlayTitle } from './overlay-title.ts';

/** The keys that work here, group by group; typing searches them. */
export function HelpView(props: {
  readonly deck: Deck;
  readonly state: DeckState;
  readonly overlay: Overlay & { kind: 'help' };
}): ReactNode {
  const { deck, state, overlay } = props;
  const { columns, bindings } = state;
  const source = { bindings, actions: deck.actions(), readOnly: deck.session.readOnly };
  const rows = helpRows(source, fieldText(overlay.search));
  const room = scrollRoom(state, overlay);
  const top = clampTop(overlay.top, room);
  const title = overlayTitle('Keys', 'type to search:');
  const note = scrollNote(top, room) || `${rows.length} keys`;
  const titleWidth = cells(title.map(({ text }) => text).join('')) + 1;
  return (
    <Box flexDirection="column">
      <Box height={1}>
        <Line segments={title} width={titleWidth} />
        <Box width={columns - titleWidth - 20} marginLeft={1} flexShrink={0}>
          <FieldView field={overlay.search} width={columns - titleWidth - 21} />
        </Box>
        <Line segments={[segment(note, 'muted')]} width={18} />
      </Box>
      {rows.length === 0 ? (
        <Line segments={[segment(' No key like it; esc shows all.', 'muted')]} width={columns} />
      ) : (
        <Table
          columns={helpColumns(helpRows(source, ''), columns)}
          rows={rows.slice(top, top + room.height).map(toCells)}
        />
      )}
    </Box>
  );
}

function helpColumns(rows: readonly HelpRow[], width: number): readonly TableColumn[] {
  const widest = (pick: (row: HelpRow) => string) =>
    Math.max(4, ...rows.map((row) => cells(pick(row))));
  const group = widest(({ group }) => group);
  const keys = widest(({ keys }) => keys);
  const padding = 8;
  const title = Math.min(
    widest(({ title }) => title),
    width - group - keys - padding,
  );
  const note = Math.max(0, width - group - keys - title - padding);
  return [
    { name: 'for', width: group, tone: 'muted' },
    { name: 'keys', width: keys, tone: 'accent' },
    { name: 'does', width: title },
    ...(note < 12 ? [] : [{ name: 'now', width: note, tone: 'warn' as const }]),
  ];
}

function toCells({ group, keys, title, note }: HelpRow): Readonly<Record<string, string>> {
  return { for: group, keys, does: title, now: note };
}
