import type { Binding, BindingActions } from '../core/binding.ts';
import { type Segments, segment, segmentsWidth } from './kit/segments.ts';

/** A hint of the footer: keys, and what they do in a word or two. */
export interface Hint {
  readonly keys: string;
  readonly hint: string;
}

const helpId = 'shell.help';
const firstIds: ReadonlySet<string> = new Set(['shell.down', 'shell.up', 'shell.open']);

/** What decides which hints make sense. */
export interface HintSource {
  readonly bindings: readonly Binding[];
  /** The shell's own behaviour. */
  readonly shell: BindingActions;
  /** The behaviour of the pane in front. */
  readonly pane?: BindingActions | undefined;
  readonly readOnly: boolean;
}

/**
 * The hints of a pane, the most useful first: moving, opening, the pane's own, the shell's. Bindings
 * with one hint share a place: `j/k move`. The pane's stay while the cursor moves in a view that has
 * a use for them, whether they can be done on that row or not: a footer that changes with every row
 * costs bytes and calm.
 */
export function footerHints({ bindings, shell, pane = {}, readOnly }: HintSource): Hint[] {
  const usable = bindings.filter(
    ({ id, hint, dangerous = false }) =>
      hint !== undefined &&
      !(dangerous && readOnly) &&
      shell[id]?.disabledReason?.() === undefined &&
      pane[id]?.isOffered?.() !== false,
  );
  const ordered = [
    ...usable.filter(({ id }) => firstIds.has(id)),
    ...usable.filter(({ id }) => !firstIds.has(id) && id !== helpId),
    ...usable.filter(({ id }) => id === helpId),
  ];
  const hints: Hint[] = [];
  for (const { hint = '', keys } of ordered) {
    const key = keys[0];
    if (key === undefined) continue;
    const last = hints.at(-1);
    if (last?.hint === hint) hints[hints.length - 1] = { hint, keys: `${last.keys}/${key}` };
    else hints.push({ hint, keys: key });
  }
  return hints;
}

/** Lays hints out. Whole hints fall away from the end, but the last one, the help, stays. */
export function hintSegments(hints: readonly Hint[], width: number): Segments {
  const drawn = hints.map(({ keys, hint }) => [
    segment(` ${keys}`, 'accent'),
    segment(` ${hint} `),
  ]);
  const last = drawn.at(-1) ?? [];
  const shown: Segments[] = [];
  let left = width - segmentsWidth(last);
  for (const hint of drawn.slice(0, -1)) {
    left -= segmentsWidth(hint);
    if (left < 0) break;
    shown.push(hint);
  }
  return [...shown, last].flat();
}
