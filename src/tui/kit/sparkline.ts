const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * The last values as one line of exactly `width` cells, the newest at the right end, scaled to the
 * highest one that is shown. An unknown value is a blank, so that it does not look like a zero.
 */
export function sparkline(values: readonly (number | null)[], width: number): string {
  if (width <= 0) return '';
  const shown = values.slice(-width);
  const top = Math.max(0, ...shown.map((value) => value ?? 0));
  return shown
    .map((value) => level(value, top))
    .join('')
    .padStart(width);
}

function level(value: number | null, top: number): string {
  if (value === null || !Number.isFinite(value)) return ' ';
  const index = top > 0 ? Math.ceil((Math.max(0, value) / top) * (levels.length - 1)) : 0;
  return levels[index] ?? ' ';
}
