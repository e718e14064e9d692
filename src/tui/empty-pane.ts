import type { Session } from '../api/session.ts';
import type { Feature } from '../features/feature.ts';
import type { PaneSlot } from './deck-state.ts';
import { type DetailItem, detailLines } from './kit/detail.ts';
import { noticeLines } from './kit/notice.ts';
import { type Segments, segment } from './kit/segments.ts';

/** The flag group of `scandeck profile add` that adds a source. */
const addSource = 'scandeck profile add --help';

/**
 * What stands where a pane is not: its question, what it needs, and what to do.
 *
 * @param slot any but a drawing one
 */
export function emptyPaneLines(
  feature: Feature,
  slot: PaneSlot,
  { session, width }: { readonly session: Session; readonly width: number },
): readonly Segments[] {
  const facts: readonly DetailItem[] = [
    { heading: feature.title },
    { label: 'question', value: feature.question },
    { label: 'vendor', value: feature.vendor },
    { label: 'source', value: sourceState(feature, session) },
  ];
  return [[], ...detailLines(facts, { width }), [], ...outcome(feature, slot, width)];
}

function sourceState({ source }: Feature, session: Session): string {
  return session.has(source)
    ? `${source}, in profile ${session.profile}`
    : `${source}, not in profile ${session.profile}`;
}

function outcome(feature: Feature, slot: PaneSlot, width: number): readonly Segments[] {
  switch (slot.kind) {
    case 'unbuilt':
      return noticeLines({ tone: 'plain', text: 'This pane is not built yet' }, width);
    case 'no-source':
      return noticeLines(
        {
          tone: 'warn',
          text: `The profile has no ${feature.source} source, so nothing was asked`,
          hint: `Add it to a profile; ${addSource} tells how.`,
        },
        width,
      );
    case 'failed':
      return noticeLines(
        { tone: 'bad', text: `This pane did not open: ${slot.message}`, hint: 'r tries again.' },
        width,
      );
    case 'ready':
      return noticeLines(
        {
          tone: 'bad',
          text: `This pane stopped drawing: ${slot.crash ?? ''}`,
          hint: 'r tries again. The other panes go on.',
        },
        width,
      );
    case 'unvisited':
    case 'loading':
      return [[segment(' opening', 'muted')]];
  }
}
