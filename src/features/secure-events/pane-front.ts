import type { Segments } from '../../tui/kit/segments.ts';
import { activityHead, activityLine } from './pane-activity.ts';
import { countsHead, countsRow } from './pane-counts.ts';
import { activityDetail, eventDetail } from './pane-detail.ts';
import { imageHead, imageLine } from './pane-image.ts';
import type { Front } from './store-state.ts';

/** A front that is a list below its head. */
export type ListFront = Front & { readonly kind: 'around' | 'trace' | 'image' | 'counts' };

/** The lines of a front that is a text; null for one that is a list. */
export function frontText(front: Front, width: number): readonly Segments[] | null {
  if (front.kind === 'detail') return eventDetail(front.event, width);
  if (front.kind === 'activity') return activityDetail(front.entry, width);
  return null;
}

/** The lines above a list in front. */
export function frontHead(front: Front, width: number): readonly Segments[] {
  if (front.kind === 'detail' || front.kind === 'activity') return [];
  if (front.kind === 'counts') return countsHead(front);
  return front.kind === 'image' ? imageHead(front, width) : activityHead(front, width);
}

/** A row of a list in front. */
export function frontRow(front: ListFront, id: string, width: number): Segments {
  if (front.kind === 'counts') return countsRow(front, id, width);
  return front.kind === 'image' ? imageLine(front, id, width) : activityLine(front, id, width);
}
