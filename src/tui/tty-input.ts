import { PassThrough } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import { EscapeGate } from './escape-gate.ts';

/** The keyboard as the process has it. `process.stdin` is one. */
export interface TerminalInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode(isRaw: boolean): unknown;
  ref?(): unknown;
  unref?(): unknown;
}

/** How an input is read. */
export interface TtyInputOptions {
  readonly source: TerminalInput;
  readonly clock: Clock;
  /** How long the rest of an escape sequence may take, in milliseconds. */
  readonly escapeMs: number;
  /** Told once, when there is nobody at the keyboard any more. */
  readonly onEnd: () => void;
}

/** How long the rest of a paste may take, in milliseconds. */
const pasteMs = 5_000;

/** The stdin that Ink gets: keys arrive whole, and the source is read only in raw mode. */
export class TtyInput extends PassThrough {
  readonly isTTY = true;
  readonly #options: TtyInputOptions;
  readonly #gate = new EscapeGate();
  #stopWaiting: () => void = () => {};

  constructor(options: TtyInputOptions) {
    super();
    this.#options = options;
    const { source } = options;
    source.setEncoding('utf8');
    source.on('data', this.#receive);
    source.on('end', options.onEnd);
    source.on('error', options.onEnd);
    source.pause();
  }

  setRawMode(isRaw: boolean): this {
    const { source } = this.#options;
    source.setRawMode(isRaw);
    if (isRaw) source.resume();
    else source.pause();
    return this;
  }

  ref(): this {
    this.#options.source.ref?.();
    return this;
  }

  unref(): this {
    this.#options.source.unref?.();
    return this;
  }

  /** Lets go of the source. */
  close(): void {
    const { source, onEnd } = this.#options;
    this.#stopWaiting();
    source.off('data', this.#receive);
    source.off('end', onEnd);
    source.off('error', onEnd);
    source.pause();
    source.unref?.();
  }

  readonly #receive = (chunk: string | Uint8Array): void => {
    this.#stopWaiting();
    this.#pass(this.#gate.push(String(chunk)));
    const { clock, escapeMs } = this.#options;
    if (this.#gate.awaited === 'nothing') return;
    const delayMs = this.#gate.awaited === 'paste-end' ? pasteMs : escapeMs;
    this.#stopWaiting = clock.after(delayMs, () => this.#pass(this.#gate.flush()));
  };

  #pass(text: string): void {
    if (text !== '') this.write(text);
  }
}
