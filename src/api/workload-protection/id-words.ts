/*
 * Ids of 32 lower-case hexadecimal digits as four words of 32 bits, their time in the first two. A
 * busy feed is compared row by row with what is known of it: a text for each would all be garbage.
 */

/** Digits of such an id. */
export const idDigits = 32;
/** Words of such an id. */
export const idWords = 4;

const digitsOfWord = 8;
const noDigit = 0xff;
/** By the code of a character. */
const digitValues = new Uint8Array(256).fill(noDigit);
for (let value = 0; value < 16; value += 1) digitValues[value.toString(16).charCodeAt(0)] = value;

/** Reads the id that begins at a byte. @returns false where there is none */
export function readIdWords(bytes: Uint8Array, at: number, words: Uint32Array): boolean {
  for (let word = 0; word < idWords; word += 1) {
    const value = wordAt(bytes, at + word * digitsOfWord);
    if (value < 0) return false;
    words[word] = value;
  }
  return true;
}

/** The number that eight digits write; -1 where one of them is none. */
function wordAt(bytes: Uint8Array, start: number): number {
  let marks = 0;
  let value = 0;
  for (let at = start; at < start + digitsOfWord; at += 1) {
    const digit = digitValues[bytes[at] ?? 0] ?? noDigit;
    marks |= digit;
    value = (value << 4) | digit;
  }
  return marks > 15 ? -1 : value >>> 0;
}

const text = new Uint8Array(idDigits);

/** The same for an id as a text. */
export function wordsOfId(id: string, words: Uint32Array): boolean {
  if (id.length !== idDigits) return false;
  for (let at = 0; at < idDigits; at += 1) {
    const code = id.charCodeAt(at);
    if (code > 0x7f) return false;
    text[at] = code;
  }
  return readIdWords(text, 0, words);
}

/** The id that words stand for. @param at the index of its first word */
export function idOfWords(words: Uint32Array, at = 0): string {
  let id = '';
  for (let index = at; index < at + idWords; index += 1) {
    id += (words[index] ?? 0).toString(16).padStart(digitsOfWord, '0');
  }
  return id;
}

const firstHalf = new DataView(new ArrayBuffer(8));

/** The first half of an id as a number. @param at the index of its first word */
export function nanosOfWords(words: Uint32Array, at = 0): bigint {
  firstHalf.setUint32(0, words[at] ?? 0);
  firstHalf.setUint32(4, words[at + 1] ?? 0);
  return firstHalf.getBigUint64(0);
}
