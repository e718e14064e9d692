import { cells } from '../../core/width.ts';
import type { TextField } from './text-field.ts';

/** A field cut to a width around its cursor. */
export interface FieldWindow {
  readonly before: string;
  /** The cell under the cursor; a blank at the end of the text. */
  readonly at: string;
  readonly after: string;
}

/** @returns the part of a field that fits, always with the cursor in it */
export function fieldWindow({ graphemes, cursor }: TextField, width: number): FieldWindow {
  const at = graphemes[cursor] ?? ' ';
  let left = Math.max(0, width - cells(at));
  let start = cursor;
  while (start > 0 && cells(graphemes[start - 1] ?? '') <= left) {
    start -= 1;
    left -= cells(graphemes[start] ?? '');
  }
  let end = Math.min(graphemes.length, cursor + 1);
  while (end < graphemes.length && cells(graphemes[end] ?? '') <= left) {
    left -= cells(graphemes[end] ?? '');
    end += 1;
  }
  return {
    before: graphemes.slice(start, cursor).join(''),
    at,
    after: graphemes.slice(cursor + 1, end).join(''),
  };
}
