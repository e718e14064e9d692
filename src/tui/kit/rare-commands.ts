import { safeText } from '../../core/safe-text.ts';

/** A command of the command line, which has no key. */
export interface RareCommand {
  readonly title: string;
  run(): void;
}

/** The saved views and the marks of a pane. */
export interface RareCommandsOptions<View extends { readonly name: string }> {
  readonly views: readonly View[];
  readonly recall: (view: View) => void;
  readonly remove: (name: string) => void;
  /** How many rows are marked. */
  readonly marks: number;
  readonly unmarkAll: () => void;
}

/** What every pane with rows offers by name: its saved views, and the end of all marks. */
export function rareCommands<View extends { readonly name: string }>(
  options: RareCommandsOptions<View>,
): readonly RareCommand[] {
  const { views, recall, remove, marks, unmarkAll } = options;
  const rows = marks === 1 ? '1 row' : `${marks.toLocaleString('en')} rows`;
  return [
    ...views.map((view) => ({ title: `view ${safeText(view.name)}`, run: () => recall(view) })),
    ...views.map(({ name }) => ({
      title: `remove view ${safeText(name)}`,
      run: () => remove(name),
    })),
    ...(marks === 0 ? [] : [{ title: `unmark ${rows}`, run: unmarkAll }]),
  ];
}
