import { EventEmitter } from 'node:events';
import { FrameTranslator } from './frame-translator.ts';
import { beginUpdate, endUpdate, enterScreen, leaveScreen } from './terminal-modes.ts';

/** The terminal as the process has it. `process.stdout` is one. */
export interface TerminalOutput extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

type Done = (error?: Error | null) => void;

const inkEnters = '\x1b[?1049h';
const inkLeaves = '\x1b[?1049l';
const esc = '\\x1b';
const privateModes = new RegExp(`${esc}\\[\\?[\\d;]*[hl]`, 'g');

/** What a frame writer is made of. */
export interface FrameWriterOptions {
  readonly target: TerminalOutput;
  /** The alternate screen was entered before, with `enterScreen`. */
  readonly entered?: boolean;
  /** Passes frames on as Ink made them, for a screen that is read aloud. */
  readonly verbatim?: boolean;
  /** Told before the alternate screen is entered. */
  readonly onEnter?: () => void;
  /** Told before it is left, on whatever way. */
  readonly onLeave?: () => void;
}

/**
 * The stdout that Ink gets. Writes each frame at once, in few bytes, and nothing for a frame that
 * changes nothing; ties the modes of ours to Ink's entering and leaving of the alternate screen, so
 * that they are undone on every way out that Ink knows.
 *
 * Its size is a snapshot, taken by `measure`: a frame is drawn for one size.
 */
export class FrameWriter extends EventEmitter implements NodeJS.WritableStream {
  readonly writable = true;
  columns = 80;
  rows = 24;
  readonly #target: TerminalOutput;
  readonly #options: FrameWriterOptions;
  readonly #translator = new FrameTranslator();
  #inside: boolean;
  #muted = false;
  /** The frame that Ink has begun. */
  #frame: string | null = null;

  constructor(options: FrameWriterOptions) {
    super();
    this.#options = options;
    this.#target = options.target;
    this.#inside = options.entered === true;
    this.setMaxListeners(0);
    this.measure();
  }

  get isTTY(): boolean {
    return this.#target.isTTY === true;
  }

  /** Takes the terminal's size over. @returns whether it is another one */
  measure(): boolean {
    const { columns, rows } = this;
    this.columns = this.#target.columns || 80;
    this.rows = this.#target.rows || 24;
    return columns !== this.columns || rows !== this.rows;
  }

  /** Drops frames from now on, but no modes. */
  mute(): void {
    this.#muted = true;
  }

  /** Takes frames again; the first has to be a whole one. */
  unmute(): void {
    this.#muted = false;
    this.#translator.startOver();
  }

  /** Writes what neither paints nor moves the cursor, such as a bell, without waiting for a frame. */
  raw(data: string): void {
    if (data !== '') this.#target.write(data);
  }

  /** Leaves the alternate screen, if nobody has. */
  leave(): void {
    this.raw(this.#leave());
  }

  write(chunk: string | Uint8Array, encodingOrDone?: BufferEncoding | Done, done?: Done): boolean {
    const finished = typeof encodingOrDone === 'function' ? encodingOrDone : done;
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const data = this.#accept(text);
    if (data !== '' || text === '') return this.#target.write(data, finished);
    if (finished) queueMicrotask(finished);
    return true;
  }

  /** Ends nothing: the terminal goes on without Ink. */
  end(): this {
    return this;
  }

  #accept(chunk: string): string {
    switch (chunk) {
      case inkEnters:
        return this.#enter();
      case inkLeaves:
        return this.#leave();
      case beginUpdate:
        this.#frame = '';
        return '';
      case endUpdate:
        return this.#endFrame();
      default:
        if (this.#frame === null) return this.#paint(chunk);
        this.#frame += chunk;
        return '';
    }
  }

  #enter(): string {
    this.#translator.startOver();
    if (this.#inside) return '';
    this.#inside = true;
    this.#options.onEnter?.();
    return enterScreen;
  }

  #leave(): string {
    if (!this.#inside) return '';
    this.#inside = false;
    this.#options.onLeave?.();
    return leaveScreen;
  }

  #endFrame(): string {
    const painted = this.#paint(this.#frame ?? '');
    this.#frame = null;
    return painted === '' ? '' : beginUpdate + painted + endUpdate;
  }

  #paint(chunk: string): string {
    if (this.#muted) return chunk.match(privateModes)?.join('') ?? '';
    return this.#options.verbatim ? chunk : this.#translator.translate(chunk, this.rows);
  }
}
