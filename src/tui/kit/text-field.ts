import { LazySegmenter } from '../../core/lazy-segmenter.ts';
import { safeText } from '../../core/safe-text.ts';

/** A line of text that is being edited. */
export interface TextField {
  /** Graphemes, so that a step of the cursor is a step of the eye. */
  readonly graphemes: readonly string[];
  /** 0 to the number of graphemes. */
  readonly cursor: number;
}

const segmenter = new LazySegmenter('en', { granularity: 'grapheme' });

function split(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** @returns a field with its cursor at the end */
export function textField(text = ''): TextField {
  const graphemes = split(text);
  return { graphemes, cursor: graphemes.length };
}

/** @returns what is in the field */
export function fieldText(field: TextField): string {
  return field.graphemes.join('');
}

/** Puts typed or pasted text in at the cursor. Line breaks and control characters become visible. */
export function typeIntoField(field: TextField, text: string): TextField {
  const typed = split(safeText(text));
  return {
    graphemes: field.graphemes.toSpliced(field.cursor, 0, ...typed),
    cursor: field.cursor + typed.length,
  };
}

const edits: Readonly<Record<string, (field: TextField) => TextField>> = {
  left: (field) => ({ ...field, cursor: Math.max(0, field.cursor - 1) }),
  right: (field) => ({ ...field, cursor: Math.min(field.graphemes.length, field.cursor + 1) }),
  home: (field) => ({ ...field, cursor: 0 }),
  end: (field) => ({ ...field, cursor: field.graphemes.length }),
  backspace: (field) => cut(field, Math.max(0, field.cursor - 1), field.cursor),
  delete: (field) => cut(field, field.cursor, field.cursor + 1),
  'ctrl-u': (field) => cut(field, 0, field.cursor),
  'ctrl-w': (field) => cut(field, wordStart(field), field.cursor),
};

function cut(field: TextField, from: number, to: number): TextField {
  return { graphemes: field.graphemes.toSpliced(from, to - from), cursor: from };
}

function wordStart({ graphemes, cursor }: TextField): number {
  let start = cursor;
  while (start > 0 && graphemes[start - 1] === ' ') start -= 1;
  while (start > 0 && graphemes[start - 1] !== ' ') start -= 1;
  return start;
}

/** @returns the field after an editing key; null when the key edits nothing */
export function editField(field: TextField, key: string): TextField | null {
  return edits[key]?.(field) ?? null;
}
