import { cellWidth } from './cell-width.ts';

const ellipsis = '…';
const printableAscii = /^[ -~]*$/;

/** Which part of a text stays when it is too long. */
export type Keep = 'start' | 'end' | 'middle';

/** How many terminal cells a safe text takes. */
export function cells(text: string): number {
  return cellWidth(text);
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
  const tailRoom = { start: 0, middle: Math.floor((width - 1) / 2), end: width - 1 }[keep];
  const headRoom = width - 1 - tailRoom;
  if (printableAscii.test(text)) {
    return text.slice(0, headRoom) + ellipsis + text.slice(text.length - tailRoom);
  }
  // In a safe text, no cluster has more than one code point.
  const characters = Array.from(text);
  const head = fitting(characters, headRoom);
  const tail = fitting(characters.toReversed(), tailRoom).toReversed();
  const filler = ' '.repeat(width - 1 - cells(head.join('')) - cells(tail.join('')));
  return [...head, ellipsis, filler, ...tail].join('');
}

/** Makes a safe text exactly `width` cells wide, with spaces behind it. */
export function padEnd(text: string, width: number): string {
  const missing = width - cells(text);
  return missing > 0 ? text + ' '.repeat(missing) : truncate(text, width);
}

/** Makes a safe text exactly `width` cells wide, with spaces before it. */
export function padStart(text: string, width: number): string {
  const missing = width - cells(text);
  return missing > 0 ? ' '.repeat(missing) + text : truncate(text, width);
}

/** As many of the first characters as there is room for. */
function fitting(characters: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = characters.findIndex((character) => {
    used += cells(character);
    return used > room;
  });
  return characters.slice(0, end === -1 ? undefined : end);
}
