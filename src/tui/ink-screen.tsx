import { type Instance, type RenderOptions, render } from 'ink';
import type { ReactElement } from 'react';
import type { FrameWriter } from './frame-writer.ts';
import type { LendTerminal } from './input.tsx';
import { type Environment, isReadAloud, isRemote } from './terminal-modes.ts';

/** The options that the deck and the tests of its screens run Ink with. */
export function inkOptions(env: Environment): RenderOptions {
  const readAloud = isReadAloud(env);
  return {
    // What is read aloud may be longer than the screen, and has to stay in the scrollback.
    alternateScreen: !readAloud,
    isScreenReaderEnabled: readAloud,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
    // Ink would look at CI; whether this is a terminal was decided before.
    interactive: true,
    maxFps: isRemote(env) ? 10 : 20,
  };
}

/** What an Ink screen is made of. */
export interface InkScreenOptions {
  readonly writer: FrameWriter;
  readonly stdin: NodeJS.ReadableStream;
  readonly env: Environment;
  /** Makes the whole tree anew. */
  readonly tree: (onLend: (lend: LendTerminal) => void) => ReactElement;
}

/** The one Ink root. Repaints and suspensions wait for each other. */
export class InkScreen {
  readonly #options: InkScreenOptions;
  readonly #instance: Instance;
  #lend: LendTerminal = async () => {};
  #queue = Promise.resolve();
  #ended = false;

  constructor(options: InkScreenOptions) {
    this.#options = options;
    const { writer, stdin, env, tree } = options;
    this.#instance = render(tree(this.#onLend), { ...inkOptions(env), stdout: writer, stdin });
  }

  readonly #onLend = (lend: LendTerminal): void => {
    this.#lend = lend;
  };

  /** Settles when Ink has ended by itself; rejects with what it could not draw. */
  async ended(): Promise<void> {
    await this.#instance.waitUntilExit();
  }

  /** Waits until what is known is painted. */
  async flush(): Promise<void> {
    await this.#queue;
    await this.#instance.waitUntilRenderFlush();
  }

  /**
   * Paints the whole screen, once.
   *
   * @param change what makes it necessary; Ink's frames meanwhile are dropped
   */
  repaint(change: () => void = () => {}): Promise<void> {
    return this.#enqueue(async () => {
      const { writer, tree } = this.#options;
      writer.mute();
      change();
      await this.#instance.waitUntilRenderFlush();
      if (this.#ended) return;
      this.#instance.clear();
      writer.unmute();
      this.#instance.rerender(tree(this.#onLend));
    });
  }

  /** Gives the terminal back as it was, for as long as `task` takes; then paints everything. */
  suspend(task: () => Promise<void>): Promise<void> {
    return this.#enqueue(async () => {
      const { writer } = this.#options;
      writer.mute();
      await this.#lend(async () => {
        await task();
        writer.unmute();
      });
    });
  }

  /** Restores the terminal. */
  async unmount(): Promise<void> {
    this.#ended = true;
    this.#options.writer.mute();
    this.#instance.unmount();
    await this.#instance.waitUntilExit().catch(() => {});
    this.#options.writer.leave();
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(() => (this.#ended ? undefined : task()));
    return this.#queue;
  }
}
