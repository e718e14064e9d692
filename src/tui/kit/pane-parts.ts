/** What of a pane its store does as it is. */
type StorePart = 'start' | 'stop' | 'focusRegion' | 'refresh' | 'filter' | 'place' | 'goTo';
/** What its frame does. */
type FramePart = 'subscribe' | 'resize';
/** What stands around both. */
type OwnPart = 'move' | 'open' | 'back' | 'captured';

/** A pane's store and frame, and the keys that concern both. */
export type ShellPane = Readonly<
  Record<OwnPart, unknown> & {
    readonly store: Readonly<Record<StorePart, unknown>>;
    readonly frame: Readonly<Record<FramePart, unknown>>;
  }
>;

/** What the shell asks of a pane that its parts can answer themselves. */
export function paneParts<P extends ShellPane>({
  store,
  frame,
  ...own
}: P): Pick<P['store'], StorePart> & Pick<P['frame'], FramePart> & Pick<P, OwnPart> {
  const { start, stop, focusRegion, refresh, filter, place, goTo }: P['store'] = store;
  const { subscribe, resize }: P['frame'] = frame;
  const { move, open, back, captured } = own;
  return {
    ...{ start, stop, focusRegion, refresh, filter, place, goTo },
    ...{ subscribe, resize, move, open, back, captured },
  };
}
