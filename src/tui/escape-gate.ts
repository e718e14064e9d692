const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';
/** The Esc key in a form that can't be the start of something else (kitty keyboard protocol). */
const escKey = '\x1b[27u';
const esc = '\\x1b';
const unfinished = new RegExp(`${esc}(?:\\[\\[?[0-9;:<=>?]*|O[0-9;]*)?$`);
const escBeforeEsc = new RegExp(`${esc}(?=${esc})`, 'g');

/** What the gate waits for before it lets the rest of the input through. */
export type Awaited = 'nothing' | 'sequence' | 'paste-end';

/**
 * Keeps an escape sequence together that a slow line delivers in parts: Ink takes the first part
 * for the Esc key, and the rest for typed text, after 20 ms, which can't be changed. Owns no timer.
 */
export class EscapeGate {
  #held = '';
  #pasting = false;

  get awaited(): Awaited {
    if (this.#pasting) return 'paste-end';
    return this.#held === '' ? 'nothing' : 'sequence';
  }

  /** @returns what may be read now */
  push(chunk: string): string {
    let rest = this.#held + chunk;
    let output = '';
    this.#held = '';
    while (rest !== '') {
      const [passed, remaining] = this.#pasting ? this.#takePaste(rest) : this.#takeKeys(rest);
      output += passed;
      rest = remaining;
    }
    return output;
  }

  /** Nothing more came: what was held back was the Esc key, or a paste whose end got lost. */
  flush(): string {
    const held = this.#held;
    this.#held = '';
    if (this.#pasting) {
      this.#pasting = false;
      return held + pasteEnd;
    }
    return held === '' ? '' : escKey + held.slice(1);
  }

  #takeKeys(text: string): readonly [passed: string, remaining: string] {
    const start = text.indexOf(pasteStart);
    if (start >= 0) {
      this.#pasting = true;
      const keys = text.slice(0, start).replace(escBeforeEsc, escKey);
      return [keys + pasteStart, text.slice(start + pasteStart.length)];
    }
    const keys = text.replace(escBeforeEsc, escKey);
    const end = unfinished.exec(keys)?.index ?? keys.length;
    this.#held = keys.slice(end);
    return [keys.slice(0, end), ''];
  }

  #takePaste(text: string): readonly [passed: string, remaining: string] {
    const end = text.indexOf(pasteEnd);
    if (end >= 0) {
      this.#pasting = false;
      return [text.slice(0, end + pasteEnd.length), text.slice(end + pasteEnd.length)];
    }
    const passed = text.length - partOfEnd(text);
    this.#held = text.slice(passed);
    return [text.slice(0, passed), ''];
  }
}

/** How many of the text's last characters may be the beginning of the paste's end. */
function partOfEnd(text: string): number {
  for (let length = pasteEnd.length - 1; length > 0; length -= 1) {
    if (text.endsWith(pasteEnd.slice(0, length))) return length;
  }
  return 0;
}
