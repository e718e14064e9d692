import { counted } from '../../core/count-text.ts';
import { safeText } from '../../core/safe-text.ts';

/** A command of the command line, which has no key. */
export interface RareCommand {
  readonly title: string;
  run(): void;
}

/** A pane's store, with the views that were saved of it and its marks. */
export interface MarkedStore<View extends { readonly name: string }> {
  get(): { readonly view: { readonly marks: ReadonlySet<string> } };
  readonly views: {
    get(): readonly View[];
    recall(view: View): void;
    remove(name: string): void;
  };
  unmarkAll(): void;
}

/** What every pane with rows offers by name: its saved views, and the end of all marks. */
export function rareCommands<View extends { readonly name: string }>(
  store: MarkedStore<View>,
): readonly RareCommand[] {
  const views = store.views.get();
  const { recall, remove } = store.views;
  const marks = store.get().view.marks.size;
  const unmark = { title: `unmark ${counted(marks, 'row')}`, run: store.unmarkAll };
  return [
    ...views.map((view) => ({ title: `view ${safeText(view.name)}`, run: () => recall(view) })),
    ...views.map(({ name }) => ({
      title: `remove view ${safeText(name)}`,
      run: () => remove(name),
    })),
    ...(marks === 0 ? [] : [unmark]),
  ];
}
