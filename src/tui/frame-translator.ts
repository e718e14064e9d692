import { type BlankStyle, blankStyleAfter, plainBlanks } from './blank-style.ts';
import { type Position, positionSequence } from './cursor-position.ts';

const control = '\\x1b\\[[0-?]*[ -/]*[@-~]';
const operatingSystemCommand = '\\x1b\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)';
const tokens = new RegExp(`${control}|${operatingSystemCommand}|\\n|[^\\x1b\\n]+|\\x1b`, 'g');
/** Skipping fewer blanks than this takes as many bytes as writing them. */
const blankRuns = / {5,}/g;
const clearScreen = '\x1b[m\x1b[H\x1b[J';
const showCursor = '\x1b[?25h';

/**
 * Rewrites Ink's output into fewer bytes that paint the same cells.
 *
 * Ink steps from line to line in every frame, whether a line changed or not. Here a movement is
 * only noted, and made when something is painted. Positions are absolute, so that a stray write
 * spoils what it hit and not every later frame. Blanks on a cleared row are skipped.
 *
 * Expects the alternate screen, and frames that are no taller than it.
 */
export class FrameTranslator {
  #wanted: Position = { row: 0, column: 0 };
  #actual: Position = { row: 0, column: 0 };
  #style: BlankStyle = plainBlanks;
  #fresh = true;
  #pageCleared = false;
  #rowCleared = false;
  #rows = 1;

  /** The next frame is whole: clears the screen before it. */
  startOver(): void {
    this.#fresh = true;
    this.#wanted = { row: 0, column: 0 };
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
    return output;
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
        return this.#styled(token);
      case 'A':
        return this.#move(this.#wanted.row - first, this.#wanted.column);
      case 'E':
        return this.#move(this.#wanted.row + first, 0);
      case 'G':
        return this.#move(this.#wanted.row, first - 1);
      case 'H':
        return this.#move(first - 1, second - 1);
      case 'K':
        return this.#settle() + this.#erased(token);
      default:
        return this.#settle() + token;
    }
  }

  #styled(token: string): string {
    const clear = this.#fresh ? this.#settle() : '';
    this.#style = blankStyleAfter(this.#style, token);
    return clear + token;
  }

  #move(row: number, column: number | null): '' {
    this.#wanted = { row: Math.max(0, Math.min(this.#rows - 1, row)), column };
    this.#rowCleared = false;
    return '';
  }

  #erased(token: string): string {
    this.#rowCleared = this.#style === plainBlanks;
    return token;
  }

  #settle(): string {
    let output = '';
    if (this.#fresh) {
      output = clearScreen;
      this.#fresh = false;
      this.#style = plainBlanks;
      this.#pageCleared = true;
      this.#actual = { row: 0, column: 0 };
    }
    output += positionSequence(this.#actual, this.#wanted);
    this.#actual = this.#wanted;
    return output;
  }

  #paint(text: string): string {
    const move = this.#settle();
    this.#wanted = { row: this.#wanted.row, column: null };
    this.#actual = this.#wanted;
    const isCleared = this.#pageCleared || this.#rowCleared;
    if (!isCleared || this.#style !== plainBlanks) return move + text;
    return move + text.replace(blankRuns, (run) => `\x1b[${run.length}C`);
  }
}

function countOf(parameter: string): number {
  return Number.parseInt(parameter, 10) || 1;
}
