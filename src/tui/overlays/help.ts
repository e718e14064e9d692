import type { Binding, BindingActions } from '../../core/binding.ts';

/** A row of the help. */
export interface HelpRow {
  /** Only in the first row of a group. */
  readonly group: string;
  readonly keys: string;
  readonly title: string;
  /** Why it cannot be used now, or a mark of what it does. */
  readonly note: string;
}

/** What the help is made from. */
export interface HelpSource {
  readonly bindings: readonly Binding[];
  readonly actions: BindingActions;
  readonly readOnly: boolean;
}

/**
 * The help's rows, group by group, for what was typed: a row stays when each typed word stands in
 * its keys, title or group.
 */
export function helpRows({ bindings, actions, readOnly }: HelpSource, search: string): HelpRow[] {
  const found = bindings.filter((binding) => matches(binding, search));
  const groups = [...new Set(found.map(({ group }) => group))];
  return groups.flatMap((group) =>
    found
      .filter((binding) => binding.group === group)
      .map((binding, index) => ({
        group: index === 0 ? group : '',
        keys: binding.keys.join(' '),
        title: binding.title,
        note: noteFor(binding, actions, readOnly),
      })),
  );
}

function matches({ keys, title, group }: Binding, search: string): boolean {
  const words = search.split(' ').filter((word) => word !== '');
  // A single character is most likely a key: it is looked up as one, exactly.
  if (words.length === 1 && search.length === 1) return keys.includes(search);
  const text = `${keys.join(' ')} ${title} ${group}`.toLowerCase();
  return words.every((word) => text.includes(word.toLowerCase()));
}

function noteFor(binding: Binding, actions: BindingActions, readOnly: boolean): string {
  if (binding.dangerous === true && readOnly) return 'read-only';
  const reason = actions[binding.id]?.disabledReason?.();
  if (reason !== undefined) return reason;
  return binding.dangerous === true ? 'asks first' : '';
}
