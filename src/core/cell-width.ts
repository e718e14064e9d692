import { stripVTControlCharacters } from 'node:util';
import { eastAsianWidth } from 'get-east-asian-width';

const printableAscii = /^[ -~]*$/;
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}]/u;
const known = new Map<number, number>();

/**
 * How many terminal cells a text takes; escape sequences take none. Exact for what `safeText` lets
 * through, where every cluster is one character, and many times faster than string-width, which
 * the build replaces by this in Ink as well.
 */
export function cellWidth(text: string): number {
  if (printableAscii.test(text)) return text.length;
  const plain = text.includes('\u001b') ? stripVTControlCharacters(text) : text;
  let width = 0;
  for (const character of plain) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0;
  const cached = known.get(codePoint);
  if (cached !== undefined) return cached;
  const width = invisible.test(character) ? 0 : eastAsianWidth(codePoint);
  known.set(codePoint, width);
  return width;
}
