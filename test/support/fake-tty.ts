import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { createEmulator, type Emulator } from './emulator.ts';

/** The stdout of a terminal that is an emulator in this process. */
export class FakeTtyOutput extends EventEmitter implements NodeJS.WritableStream {
  readonly isTTY = true;
  readonly writable = true;
  readonly emulator: Emulator;
  columns: number;
  rows: number;
  /** How many writes there were. */
  written = 0;
  #chunks: string[] = [];

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.emulator = createEmulator(columns, rows);
  }

  write(chunk: string | Uint8Array, encodingOrDone?: unknown, done?: () => void): boolean {
    if (chunk.length > 0) {
      this.#chunks.push(String(chunk));
      this.written += 1;
      this.emulator.write(chunk);
    }
    const finished = typeof encodingOrDone === 'function' ? encodingOrDone : done;
    if (finished) void this.emulator.drained().then(() => finished());
    return true;
  }

  end(): this {
    return this;
  }

  /** What was written since the last call, write by write. */
  takeWrites(): string[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.emulator.resize(columns, rows);
    this.emit('resize');
  }
}

/** The stdin of a terminal: what is written to it was typed. */
export class FakeTtyInput extends PassThrough {
  readonly isTTY = true;
  isRaw = false;

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
