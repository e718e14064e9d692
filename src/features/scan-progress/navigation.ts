import { type ListMove, moveInList } from '../../core/list.ts';
import { compileFilter } from '../../core/text-filter.ts';
import { changeForm, type FormField, openForm } from './form.ts';
import type { Scan } from './model.ts';
import type { ViewState } from './view-state.ts';

/** What the user does on the screen alone; nothing of it reaches the vendor. */
export interface Navigation {
  move(move: ListMove): void;
  select(id: string): void;
  /** An invalid pattern leaves the rows as they are. */
  setFilter(text: string): void;
  /** In rows that the list has on the screen. */
  setListHeight(rows: number): void;
  /** @param id the selected scan, when left out */
  openDetail(id?: string): void;
  openForm(values?: Partial<Record<FormField, string>>): void;
  /** Takes what was typed into the open form so far. */
  changeForm(values: Readonly<Record<string, string>>): void;
  /** The selected scan. */
  selected(): Scan | null;
  /** Where the user is, as text. */
  place(): string;
}

/** Joins the actions to the state that they change. */
export function createNavigation(state: ViewState): Navigation {
  const { choices, change } = state;
  const select = (id: string) => change({ list: { ...choices().list, selected: id } });
  const selected = () => state.scan(choices().list.selected);
  return {
    select,
    selected,
    move: (move) => {
      const { list, height } = choices();
      change({ list: moveInList(list, state.snapshot.get().visible, height, move) });
    },
    setFilter: (text) => {
      const { matches, error } = compileFilter(text);
      const filter = { text, error };
      change(error === null ? { filter, matches } : { filter });
    },
    setListHeight: (height) => {
      if (height !== choices().height) change({ height });
    },
    openDetail: (id) => {
      const scan = id === undefined ? selected() : state.scan(id);
      if (scan === null) return;
      select(scan.id);
      change({ view: { kind: 'detail', id: scan.id } });
    },
    openForm: (values) => change({ view: { kind: 'form', form: openForm(values) } }),
    changeForm: (values) => {
      const { view } = choices();
      if (view.kind !== 'form') return;
      change({ view: { kind: 'form', form: changeForm(view.form, values) } });
    },
    place: () => {
      const { view, list } = choices();
      const kind = view.kind === 'form' ? 'list' : view.kind;
      return `${kind} ${list.selected ?? ''}`.trimEnd();
    },
  };
}
