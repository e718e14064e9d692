import { further, type Position, positionSequence } from './cursor-position.ts';
import {
  plainStyle,
  showsOnBlanks,
  styleAfter,
  styleSequence,
  type TextStyle,
} from './text-style.ts';

const control = '\\x1b\\[[0-?]*[ -/]*[@-~]';
const operatingSystemCommand = '\\x1b\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)';
const tokens = new RegExp(`${control}|${operatingSystemCommand}|\\n|[^\\x1b\\n]+|\\x1b`, 'g');
/** Skipping fewer blanks than this takes as many bytes as writing them. */
const blankRuns = /( {5,})/;
const clearScreen = '\x1b[m\x1b[H\x1b[J';
const showCursor = '\x1b[?25h';

/**
 * Rewrites Ink's output into fewer bytes that paint the same cells.
 *
 * Ink steps from line to line in every frame, whether a line changed or not, and opens and closes
 * styles around nothing. Here movements and styles are only noted, and made in their shortest form
 * when something is painted. Positions are absolute, so that a stray write spoils what it hit and
 * not every later frame. Blanks on a cleared row are skipped.
 *
 * Expects the alternate screen, and frames that are no taller than it.
 */
export class FrameTranslator {
  #wanted: Position = { row: 0, column: 0 };
  #actual: Position = { row: 0, column: 0 };
  #wantedStyle: TextStyle = plainStyle;
  #actualStyle: TextStyle = plainStyle;
  #fresh = true;
  #pageCleared = false;
  #rowCleared = false;
  #rows = 1;

  /** The next frame is whole: clears the screen before it. */
  startOver(): void {
    this.#fresh = true;
    this.#wanted = { row: 0, column: 0 };
    this.#wantedStyle = plainStyle;
  }

  /**
   * @param rows the screen's height
   * @returns what to write; empty when the chunk only moves the cursor
   */
  translate(chunk: string, rows: number): string {
    this.#rows = rows;
    let output = '';
    for (const [token] of chunk.matchAll(tokens)) output += this.#translateToken(token);
    this.#pageCleared = false;
    return output + this.#restyle();
  }

  #translateToken(token: string): string {
    if (token === '\n') return this.#move(this.#wanted.row + 1, 0);
    if (!token.startsWith('\x1b')) return this.#paint(token);
    if (token === showCursor && !this.#fresh) return this.#settle() + token;
    if (token.startsWith('\x1b]') || token.startsWith('\x1b[?')) return token;
    return this.#translateControl(token);
  }

  #translateControl(token: string): string {
    const [first = 1, second = 1] = token.slice(2, -1).split(';').map(countOf);
    switch (token.at(-1)) {
      case 'm':
        this.#wantedStyle = styleAfter(this.#wantedStyle, token);
        return '';
      case 'A':
        return this.#move(this.#wanted.row - first, this.#wanted.column);
      case 'E':
        return this.#move(this.#wanted.row + first, 0);
      case 'G':
        return this.#move(this.#wanted.row, first - 1);
      case 'H':
        return this.#move(first - 1, second - 1);
      case 'K':
        this.#rowCleared = !showsOnBlanks(this.#wantedStyle);
        return this.#settle() + this.#restyle() + token;
      default:
        return this.#settle() + this.#restyle() + token;
    }
  }

  #move(row: number, column: number | null): '' {
    const { ahead } = this.#wanted;
    const kept = column === null && ahead !== undefined ? { ahead } : {};
    this.#wanted = { row: Math.max(0, Math.min(this.#rows - 1, row)), column, ...kept };
    this.#rowCleared = false;
    return '';
  }

  #settle(): string {
    let output = '';
    if (this.#fresh) {
      output = clearScreen;
      this.#fresh = false;
      this.#actualStyle = plainStyle;
      this.#pageCleared = true;
      this.#actual = { row: 0, column: 0 };
    }
    output += positionSequence(this.#actual, this.#wanted);
    this.#actual = this.#wanted;
    return output;
  }

  #restyle(): string {
    const sequence = styleSequence(this.#actualStyle, this.#wantedStyle);
    this.#actualStyle = this.#wantedStyle;
    return sequence;
  }

  #paint(text: string): string {
    // A page is cleared when something is first painted on it.
    const clear = this.#fresh ? this.#settle() : '';
    const isCleared = this.#pageCleared || this.#rowCleared;
    if (!isCleared || showsOnBlanks(this.#wantedStyle)) return clear + this.#write(text);
    return (
      clear +
      text
        .split(blankRuns)
        .map((part) => this.#paintPart(part))
        .join('')
    );
  }

  #paintPart(part: string): string {
    if (part === '') return '';
    if (!part.startsWith('     ')) return this.#write(part);
    this.#wanted = further(this.#wanted, part.length);
    return '';
  }

  #write(text: string): string {
    const output = this.#settle() + this.#restyle() + text;
    this.#wanted = { row: this.#wanted.row, column: null };
    this.#actual = this.#wanted;
    return output;
  }
}

function countOf(parameter: string): number {
  return Number.parseInt(parameter, 10) || 1;
}
