import { type ListMove, type ListState, moveInList } from '../../core/list.ts';
import type { EventsParts } from './store-parts.ts';
import type { Front, Region } from './store-state.ts';
import type { Stream } from './store-stream.ts';
import { groupId } from './store-top.ts';

/** Moving about: nothing of it reaches the vendor. */
export interface Moves {
  move(move: ListMove): void;
  focusRegion(step: 1 | -1): void;
  focus(region: Region): void;
  /** Left or right: the focused column, or a field of the values that folds or unfolds. */
  sideways(step: 1 | -1): void;
  follow(): void;
}

/** The moves that leave the end of the stream. */
const upward: ReadonlySet<ListMove> = new Set(['up', 'page-up', 'half-up', 'first']);

/** Joins the moves to the parts that they change. */
export function createMoves(parts: EventsParts, stream: Pick<Stream, 'follow'>): Moves {
  const view = () => parts.get().view;
  const moveStream = (move: ListMove) => {
    if (parts.get().stream.following && upward.has(move)) stream.follow(false);
    const { list, visible } = view();
    parts.view({ list: moveInList(list, visible, parts.room().rows, move) });
  };
  return {
    focus: (region) => parts.view({ region }),
    focusRegion: () => parts.view({ region: view().region === 'top' ? 'stream' : 'top' }),
    sideways: (step) => {
      if (view().fronts.length > 0) return;
      if (view().region === 'stream') moveColumn(parts, step);
      else foldField(parts, step < 0);
    },
    follow: () => stream.follow(!parts.get().stream.following),
    move: (move) => {
      const front = view().fronts.at(-1);
      if (front !== undefined) moveFront(parts, front, move);
      else if (view().region === 'stream') moveStream(move);
      else {
        const ids = parts.get().items.map(({ id }) => id);
        parts.view({ top: moveInList(view().top, ids, parts.room().top, move) });
      }
    },
  };
}

function moveColumn(parts: EventsParts, step: 1 | -1): void {
  const { columns } = parts.room();
  const next = columns[columns.indexOf(parts.get().view.column) + step];
  if (next !== undefined) parts.view({ column: next });
}

/** Folds the field of the line under the cursor, which goes to the field's own line, or unfolds it. */
function foldField(parts: EventsParts, fold: boolean): void {
  const { items, view } = parts.get();
  const item = items.find(({ id }) => id === view.top.selected);
  if (item === undefined) return;
  const group = item.kind === 'group' ? item.group : item.value.group;
  if (view.folded.has(group) === fold) return;
  const others = [...view.folded].filter((other) => other !== group);
  const top = fold ? { ...view.top, selected: groupId(group) } : view.top;
  parts.view({ top, folded: new Set(fold ? [...others, group] : others) });
}

function moveFront(parts: EventsParts, front: Front, move: ListMove): void {
  if (!('list' in front)) return;
  const { selected, top } = front.list;
  const list = moveInList(frontList(front), frontIds(front), parts.room().front, move);
  // A front that stays the same object is found again by whoever fills it.
  if (list.selected !== selected || list.top !== top) parts.front(front, { ...front, list });
}

/** The list of a front. Until it is moved it stands at the event, else at its first row. */
export function frontList(front: Front & { readonly list: ListState }): ListState {
  if (front.list.selected !== null) return front.list;
  const ids = frontIds(front);
  const at = Math.max(0, ids.indexOf(eventRow));
  return { selected: ids[at] ?? null, top: Math.max(0, at - linesBefore) };
}

/** What led to an event stands before it: some of that is shown at first. */
const linesBefore = 8;

/** Id of the row for the image itself, above its vulnerabilities. */
export const imageRow = 'image';
/** Id of the row for the event itself, among what else happened. */
export const eventRow = 'event';

/** The rows of a list in front, by id. */
export function frontIds(front: Front): readonly string[] {
  switch (front.kind) {
    case 'counts':
      return front.values.map(({ text }) => text);
    case 'around':
      return aroundIds(front);
    case 'trace':
      return front.load.kind === 'ready' ? front.load.value.map(({ id }) => id) : [];
    case 'image': {
      if (front.load.kind !== 'ready' || front.load.value === null) return [];
      return [imageRow, ...front.load.value.vulnerabilities.map((_, index) => String(index))];
    }
    default:
      return [];
  }
}

/** The event stands at its time among the activities. */
function aroundIds({ event, load }: Front & { readonly kind: 'around' }): readonly string[] {
  if (load.kind !== 'ready') return [];
  const at = load.value.findIndex(({ atNs }) => atNs !== null && atNs > event.atNs);
  const ids = load.value.map(({ id }) => id);
  return ids.toSpliced(at < 0 ? ids.length : at, 0, eventRow);
}
