import type { Session } from '../api/session.ts';
import type { Feature } from '../features/feature.ts';
import type { PaneSlot } from './deck-state.ts';
import { type DetailItem, detailLines } from './kit/detail.ts';
import { noticeLines } from './kit/notice.ts';
import { type Segments, segment } from './kit/segments.ts';

/** Where an empty pane is drawn. */
export interface EmptyPaneRoom {
  readonly session: Session;
  /** In cells. */
  readonly width: number;
  /** The key that refreshes. */
  readonly retryKey: string;
}

/**
 * What stands where a pane is not: its question, what it needs, and what to do.
 *
 * @param slot any but a drawing one
 */
export function emptyPaneLines(
  feature: Feature,
  slot: PaneSlot,
  room: EmptyPaneRoom,
): readonly Segments[] {
  const { session, width } = room;
  const facts: readonly DetailItem[] = [
    { heading: feature.title },
    { label: 'question', value: feature.question },
    { label: 'vendor', value: feature.vendor },
    { label: 'source', value: sourceState(feature, session) },
  ];
  return [[], ...detailLines(facts, { width }), [], ...outcome(feature, slot, room)];
}

function sourceState({ source }: Feature, session: Session): string {
  return session.has(source)
    ? `${source}, in profile ${session.profile}`
    : `${source}, not in profile ${session.profile}`;
}

function outcome(
  feature: Feature,
  slot: PaneSlot,
  { session, width, retryKey }: EmptyPaneRoom,
): readonly Segments[] {
  switch (slot.kind) {
    case 'unbuilt':
      return noticeLines({ tone: 'plain', text: 'This pane is not built yet' }, width);
    case 'no-source':
      return noticeLines(
        {
          tone: 'warn',
          text: `The profile ${session.profile} has no ${feature.source} source, so nothing was asked`,
          hint: `Add it: scandeck profile add ${session.profile} --source ${feature.source} --url URL; scandeck profile add --help tells the rest.`,
        },
        width,
      );
    case 'failed':
      return noticeLines(
        {
          tone: 'bad',
          text: `This pane did not open: ${slot.message}`,
          hint: `${retryKey} tries again.`,
        },
        width,
      );
    case 'ready':
      return noticeLines(
        {
          tone: 'bad',
          text: `This pane stopped drawing: ${slot.crash ?? ''}`,
          hint: `${retryKey} tries again. The other panes go on.`,
        },
        width,
      );
    case 'unvisited':
    case 'loading':
      return [[segment(' opening', 'muted')]];
  }
}
