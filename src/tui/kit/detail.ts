import { safeLines } from '../../core/safe-text.ts';
import type { Tone } from '../../core/table.ts';
import { cells, padEnd } from '../../core/width.ts';
import { type Segments, segment } from './segments.ts';
import { wrapText } from './wrap.ts';

/** One thing that a detail shows. */
export type DetailItem =
  | { readonly heading: string }
  /** A value is made safe and wrapped; null reads "unknown", so that it does not look empty. */
  | { readonly label: string; readonly value: string | null; readonly tone?: Tone }
  /** A line that is laid out already. */
  | { readonly line: Segments }
  | { readonly text: string; readonly tone?: Tone };

/** How the layout of a detail is chosen. */
export interface DetailLayout {
  /** In cells. */
  readonly width: number;
  /** Cells for the labels. @default the longest label's */
  readonly labelWidth?: number;
}

/**
 * Lays a detail out: labels in one column, values wrapped beside them, nothing cut off.
 *
 * @returns the lines, for `DetailView`
 */
export function detailLines(
  items: readonly DetailItem[],
  { width, labelWidth = longestLabel(items) }: DetailLayout,
): readonly Segments[] {
  return items.flatMap((item, index): readonly Segments[] => {
    if ('line' in item) return [item.line];
    if ('heading' in item) {
      const title = [segment(` ${item.heading}`, 'strong')];
      return index === 0 ? [title] : [[], title];
    }
    if ('text' in item) return wrapped(item.text, { indent: ' ', width, tone: item.tone });
    return labelled(item, labelWidth, width);
  });
}

function longestLabel(items: readonly DetailItem[]): number {
  return Math.max(0, ...items.map((item) => ('label' in item ? cells(item.label) : 0)));
}

function labelled(
  item: { readonly label: string; readonly value: string | null; readonly tone?: Tone },
  labelWidth: number,
  width: number,
): readonly Segments[] {
  const indent = ' '.repeat(labelWidth + 3);
  const lines = wrapped(item.value ?? 'unknown', {
    indent,
    width,
    tone: item.value === null ? 'muted' : item.tone,
  });
  const label = segment(` ${padEnd(item.label, labelWidth)}  `, 'muted');
  const [first = [], ...rest] = lines;
  return [[label, ...first.slice(1)], ...rest];
}

function wrapped(
  text: string,
  { indent, width, tone }: { indent: string; width: number; tone: Tone | undefined },
): readonly Segments[] {
  return safeLines(text)
    .flatMap((line) => wrapText(line, width - cells(indent)))
    .map((line) => [segment(indent), segment(line, tone)]);
}
