import type { AuditKind } from './audit-kinds.ts';

/**
 * How events are written: a line is `open`, the id, `middle`, the time, its head, the user, its
 * tail. Everything that is the same for many events is made once, as bytes.
 */
export interface RowForm {
  readonly open: Uint8Array;
  readonly middle: Uint8Array;
  /** By the number of the kind: its lines. */
  readonly kinds: readonly (readonly RowLine[])[];
  /** By the number of the user. */
  readonly users: readonly Uint8Array[];
}

/** What one line has before and behind the user. */
export interface RowLine {
  readonly head: Uint8Array;
  /** With the end of the line. */
  readonly tail: Uint8Array;
}

/** Makes the form of these kinds. */
export type FormOf = (kinds: readonly AuditKind[]) => RowForm;

/** UTF-8. */
export const bytesOf = (text: string): Uint8Array => Buffer.from(text);
