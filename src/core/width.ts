import stringWidth from 'string-width';

const ellipsis = '…';
const printableAscii = /^[ -~]*$/;
const graphemes = new Intl.Segmenter();

/** Which part of a text stays when it is too long. */
export type Keep = 'start' | 'end' | 'middle';

/** How many terminal cells a safe text takes. */
export function cells(text: string): number {
  return printableAscii.test(text) ? text.length : stringWidth(text);
}

/**
 * Shortens a safe text to `width` cells, with an ellipsis where something is missing. A shortened
 * text takes exactly `width` cells: where half a wide character would be left, a space fills in.
 *
 * @param keep `start` for sentences, `end` for paths, `middle` for names that differ at both ends
 */
export function truncate(text: string, width: number, keep: Keep = 'start'): string {
  if (width <= 0) return '';
  if (cells(text) <= width) return text;
  const room = width - 1;
  const tailRoom = { start: 0, middle: Math.floor(room / 2), end: room }[keep];
  const parts = split(text);
  const head = takeStart(parts, room - tailRoom);
  const tail = takeEnd(parts, tailRoom);
  const filler = ' '.repeat(room - cells(head) - cells(tail));
  return head + ellipsis + filler + tail;
}

/** Makes a safe text exactly `width` cells wide, with spaces behind it. */
export function padEnd(text: string, width: number): string {
  const fitted = truncate(text, width);
  return fitted + ' '.repeat(Math.max(0, width - cells(fitted)));
}

/** Makes a safe text exactly `width` cells wide, with spaces before it. */
export function padStart(text: string, width: number): string {
  const fitted = truncate(text, width);
  return ' '.repeat(Math.max(0, width - cells(fitted))) + fitted;
}

function split(text: string): readonly string[] {
  if (printableAscii.test(text)) return text.split('');
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function takeStart(parts: readonly string[], room: number): string {
  let used = 0;
  let count = 0;
  for (const part of parts) {
    used += cells(part);
    if (used > room) break;
    count += 1;
  }
  return parts.slice(0, count).join('');
}

function takeEnd(parts: readonly string[], room: number): string {
  let used = 0;
  let from = parts.length;
  for (const part of parts.toReversed()) {
    used += cells(part);
    if (used > room) break;
    from -= 1;
  }
  return parts.slice(from).join('');
}
