import { stringifyJson } from '../core/json.ts';

/**
 * What JSON may hold raw but a terminal must not get: DEL, C1 controls, bidi marks, hidden
 * characters, line separators. C0 controls are escaped by JSON itself.
 */
const steering = /[\x7f-\x9f\p{Bidi_Control}\u200b\u2028\u2029\u2060\ufeff\u{e0000}-\u{e007f}]/gu;

/** Prints JSON whose text is the same value and steers no terminal: the rest is `\uXXXX`. */
export function inertJson(value: unknown, indent?: number): string {
  return escapeSteering(stringifyJson(value, indent));
}

/** Escapes, in JSON text, what a terminal would obey or hide. The value stays the same. */
export function escapeSteering(json: string): string {
  return json.replace(steering, escaped);
}

const controls = /[\p{Cc}\p{Cs}]/gu;

/** One line of text without anything that steers a terminal, in JSON's notation: `\n`, `\u001b`. */
export function inertLine(text: string): string {
  return escapeSteering(
    text.replace(controls, (character) => JSON.stringify(character).slice(1, -1)),
  );
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
