import type { Binding } from '../core/binding.ts';
import { exitCodes } from '../core/errors.ts';
import type { Column } from '../core/table.ts';
import type { Command } from '../features/feature.ts';

/** The bindings of one pane; null for those that work in every pane. */
export interface PaneBindings {
  readonly pane: string | null;
  readonly bindings: readonly Binding[];
}

/** One binding as `scandeck keys` prints it. */
export interface KeyRecord {
  readonly id: string;
  readonly keys: readonly string[];
  readonly title: string;
  readonly group: string;
  readonly pane: string | null;
  readonly dangerous: boolean;
}

const columns: readonly Column<KeyRecord>[] = [
  { name: 'pane', header: 'Pane', value: ({ pane }) => pane ?? 'all' },
  { name: 'group', header: 'Group', value: ({ group }) => group },
  { name: 'keys', header: 'Keys', value: ({ keys }) => keys.join(' ') },
  {
    name: 'title',
    header: 'Does',
    value: ({ title }) => title,
  },
  { name: 'dangerous', header: 'Dangerous', value: ({ dangerous }) => dangerous },
  { name: 'id', header: 'Id', value: ({ id }) => id },
];

/** `scandeck keys`: the deck's keys before the user's own remapping. */
export function keysCommand(panes: readonly PaneBindings[]): Command {
  return {
    name: 'keys',
    summary: "List the deck's keys; the ids are for remapping them in the config",
    examples: ['scandeck keys', 'scandeck keys -o json'],
    run: async (context) => {
      const records = context.records(columns);
      await records.add(panes.flatMap(keyRecords));
      await records.end();
      return exitCodes.done;
    },
  };
}

function keyRecords({ pane, bindings }: PaneBindings): KeyRecord[] {
  return bindings.map(({ id, keys, title, group, dangerous = false }) => ({
    ...{ id, keys, title, group, pane, dangerous },
  }));
}
