/*
 * Whoever can name an image can choose its bytes, so nothing that steers the terminal, hides or
 * reorders text may pass. What is left has a width on which terminals and string-width agree.
 */

/** Characters that only join or restyle their neighbours: without them the neighbours still read. */
const joiners = /[\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u{1f3fb}-\u{1f3ff}]/gu;

const unsafe = new RegExp(
  `[${[
    // Controls, formats (bidi, zero width), private and unassigned code points, lone surrogates,
    // line separators, and marks that did not compose.
    String.raw`\p{C}\p{Zl}\p{Zp}\p{M}\p{Default_Ignorable_Code_Point}`,
    // Vowel and trailing jamo, halves of flags.
    String.raw`\u1160-\u11ff\ud7b0-\ud7ff\u{1f1e6}-\u{1f1ff}`,
    // Letters that Unicode joins to a neighbour's cluster, so that their own width is lost.
    String.raw`\u0d4e\u0e33\u0eb3\u{111c2}\u{111c3}\u{113d1}\u{1193f}\u{11941}\u{11a84}-\u{11a89}`,
    String.raw`\u{11d46}\u{11f02}\u{16d63}-\u{16d6a}`,
    // Wide for some terminals and narrow for others: what became wide after Unicode 11.
    String.raw`\u2630-\u2637\u268a-\u268f\u2ffc-\u2fff\u31bb-\u31bf\u31e4-\u31ef\u4dc0-\u4dff`,
    String.raw`\u{16ff0}-\u{16fff}\u{187f8}-\u{187ff}\u{18af3}-\u{18df2}\u{1aff0}-\u{1afff}`,
    String.raw`\u{1b11f}-\u{1b155}\u{1d300}-\u{1d376}\u{1f6d6}-\u{1f6df}\u{1f6fb}\u{1f6fc}\u{1f7f0}`,
    String.raw`\u{1f90c}\u{1f93b}\u{1f946}\u{1f972}\u{1f977}-\u{1f979}\u{1f9a3}\u{1f9a4}`,
    String.raw`\u{1f9ab}-\u{1f9ad}\u{1f9cb}\u{1f9cc}\u{1fa70}-\u{1faff}`,
  ].join('')}]`,
  'gu',
);

const printableAscii = /^[ -~]*$/;

const hostile = /[[\p{Cc}--[\t\n\r]]\p{Bidi_Control}\u200b\u2060\ufeff\u{e0000}-\u{e007f}]/v;

/**
 * Makes text harmless for a terminal: one line, every code point visible and of a certain width.
 * Controls become pictures (`␛`, `␊`) or their code (`\x9b`, `\u202e`); joiners and variation
 * selectors are dropped. Applying it twice changes nothing.
 *
 * @param maxChars the longest result, in UTF-16 units; longer text ends with an ellipsis
 */
export function safeText(text: string, maxChars = 4096): string {
  const input = cut(text, maxChars);
  const output = printableAscii.test(input)
    ? input
    : input.replace(joiners, '').normalize('NFC').replace(unsafe, visible);
  if (input.length === text.length && output.length <= maxChars) return output;
  return `${cut(output, maxChars - 1)}…`;
}

/** Like `safeText`, but line feeds part the text: one harmless entry a line. */
export function safeLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => safeText(line));
}

/** Whether text carries terminal controls, bidi marks or hidden characters; tabs and line breaks are fine. */
export function looksHostile(text: string): boolean {
  return hostile.test(text);
}

/** The first `length` UTF-16 units, or one less where that would halve a surrogate pair. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
