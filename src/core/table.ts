/** How strongly, and in which sense, a text should stand out. Never the only carrier of a state. */
export type Tone = 'plain' | 'muted' | 'strong' | 'accent' | 'good' | 'warn' | 'bad';

/** A run of text in one tone. Its text is safe (see safe-text.ts) and holds no line break. */
export interface Segment {
  readonly text: string;
  readonly tone?: Tone;
}

/** A column of `-o table` and `-o csv`, shared by the command and the pane. */
export interface Column<Row> {
  /** Stable, camelCase; the CSV header. */
  readonly name: string;
  /** The table's header. */
  readonly header: string;
  readonly align?: 'left' | 'right';
  /** The widest it is drawn in a table, in cells; longer text is truncated with an ellipsis. */
  readonly maxWidth?: number;
  /** Never shortened: a part of it would tell nothing, as of a time. */
  readonly isWhole?: boolean;
  /** Left out of a table that has no room for it. Formats for programs always have it. */
  readonly isOptional?: boolean;
  /** The cell's text as it came; the writer makes it safe. `null` is drawn as an empty cell. */
  readonly value: (row: Row) => string | number | boolean | null;
}
