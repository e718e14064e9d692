import { createStore, type Readable, subscribeAll } from '../../core/store.ts';
import { type ScrollMove, scrollBy } from './scroll.ts';

/** A room in cells. */
export interface PaneSize {
  readonly width: number;
  readonly height: number;
}

/** What only the drawing of a pane needs: its room, how far a text is scrolled, what is typed. */
export interface PaneFrameState<Prompt> {
  readonly size: PaneSize;
  /** First visible line of the text that stands in front. */
  readonly top: number;
  /** What is being typed; null for nothing. */
  readonly prompt: Prompt | null;
}

/** A pane's drawing state outside React. */
export interface PaneFrame<Prompt> {
  readonly state: Readable<PaneFrameState<Prompt>>;
  /** Tells of changes here and in the pane's store; stable, it lives as long as the pane. */
  subscribe(listener: () => void): () => void;
  resize(size: PaneSize): void;
  /** Opens, changes or (with null) closes the prompt. */
  setPrompt(prompt: Prompt | null): void;
  /** Shows the beginning of the text in front. */
  toTop(): void;
  /** Moves within the text in front. @returns false when there is none: the move is the store's */
  scroll(move: ScrollMove): boolean;
}

/** What a frame stands around. */
export interface PaneFrameOptions<Prompt> {
  readonly store: Pick<Readable<unknown>, 'subscribe'>;
  /** Tells the store its new room; called at every change, for headings come and go. */
  readonly setRoom: (state: PaneFrameState<Prompt>) => void;
  /** Lines of the text that stands in front; null while a list does. */
  readonly textLines: (state: PaneFrameState<Prompt>) => number | null;
}

/** Creates the drawing state of a pane. */
export function createPaneFrame<Prompt>(options: PaneFrameOptions<Prompt>): PaneFrame<Prompt> {
  const { store, setRoom, textLines } = options;
  const state = createStore<PaneFrameState<Prompt>>({
    size: { width: 80, height: 20 },
    top: 0,
    prompt: null,
  });
  const put = (change: Partial<PaneFrameState<Prompt>>) =>
    state.update((now) => ({ ...now, ...change }));
  const refit = () => setRoom(state.get());
  store.subscribe(refit);
  return {
    state,
    subscribe: (listener) => subscribeAll([store, state], listener),
    resize: (size) => {
      put({ size });
      refit();
    },
    setPrompt: (prompt) => {
      put({ prompt });
      refit();
    },
    toTop: () => put({ top: 0 }),
    scroll: (move) => {
      const { size, top } = state.get();
      const count = textLines(state.get());
      if (count === null) return false;
      put({ top: scrollBy(top, move, { count, height: size.height }) });
      return true;
    },
  };
}

/** The keys of a pane that also concern the text in front. */
export interface FramedKeys {
  move(move: ScrollMove): void;
  open(): void;
  back(): boolean;
}

/** Keys that the store answers, but moves within a text in front; every text begins at its top. */
export function framedKeys(
  { scroll, toTop }: Pick<PaneFrame<never>, 'scroll' | 'toTop'>,
  store: FramedKeys,
): FramedKeys {
  return {
    move: (move) => {
      if (!scroll(move)) store.move(move);
    },
    open: () => {
      toTop();
      store.open();
    },
    back: () => {
      toTop();
      return store.back();
    },
  };
}
