import type { ListMove } from '../../core/list.ts';

/** How a text that is longer than its room is moved. */
export type ScrollMove = ListMove;

/** A text in its room, in lines. */
export interface ScrollRoom {
  readonly count: number;
  readonly height: number;
}

/** @returns the first visible line, never past the end */
export function clampTop(top: number, { count, height }: ScrollRoom): number {
  return Math.max(0, Math.min(top, count - height));
}

/** @returns the first visible line after a move */
export function scrollBy(top: number, move: ScrollMove, room: ScrollRoom): number {
  const page = Math.max(1, room.height - 1);
  const half = Math.max(1, Math.floor(room.height / 2));
  const steps: Readonly<Record<ScrollMove, number>> = {
    up: -1,
    down: 1,
    'page-up': -page,
    'page-down': page,
    'half-up': -half,
    'half-down': half,
    first: -room.count,
    last: room.count,
  };
  return clampTop(clampTop(top, room) + steps[move], room);
}

/** @returns "12-30 of 80", or nothing when all of it is visible */
export function scrollNote(top: number, room: ScrollRoom): string {
  if (room.count <= room.height) return '';
  const first = clampTop(top, room);
  return `${first + 1}-${Math.min(room.count, first + room.height)} of ${room.count}`;
}
