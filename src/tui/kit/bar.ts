const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const full = '█';
const track = '·';
const unknown = '╌';

/**
 * A progress bar of exactly `width` cells, without brackets. Only a ratio of 1 fills it, and
 * anything above 0 shows: neither "done" nor "begun" is rounded into being.
 *
 * @param ratio 0 to 1; null when it is not known, which is drawn as a dashed line
 */
export function bar(ratio: number | null, width: number): string {
  if (width <= 0) return '';
  if (ratio === null || !Number.isFinite(ratio)) return unknown.repeat(width);
  const steps = width * 8;
  const wanted = Math.round(Math.min(1, Math.max(0, ratio)) * steps);
  const filled = ratio >= 1 ? steps : Math.min(wanted, steps - 1);
  const shown = ratio > 0 ? Math.max(1, filled) : 0;
  const partial = eighths[shown % 8] ?? '';
  const text = full.repeat(Math.floor(shown / 8)) + partial;
  return text + track.repeat(width - text.length);
}
