import { type EventPlace, placeOf } from './event-id.ts';

/** Where a cursor points: at what is older or newer than an event, or at the event itself. */
export interface Cursor {
  readonly towards: 'older' | 'newer' | 'around';
  readonly place: EventPlace;
}

const signs = { older: '-', newer: '+', around: '' } as const;

/** The text of a cursor at the event with this id. */
export function cursorText(towards: Cursor['towards'], id: string): string {
  return Buffer.from(signs[towards] + id).toString('base64');
}

/** Reads a cursor; null for a text that is none. */
export function readCursor(text: string): Cursor | null {
  const [, sign, id = ''] = /^([-+]?)(.*)$/.exec(Buffer.from(text, 'base64').toString()) ?? [];
  const place = placeOf(id);
  if (place === null) return null;
  return { towards: sign === '-' ? 'older' : sign === '+' ? 'newer' : 'around', place };
}
