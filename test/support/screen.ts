import { render } from 'ink';
import type { ReactElement } from 'react';
import { FrameWriter } from '../../src/tui/frame-writer.ts';
import { inkOptions } from '../../src/tui/ink-screen.tsx';
import type { Environment } from '../../src/tui/terminal-modes.ts';
import type { Cell } from './emulator.ts';
import { FakeTtyInput, FakeTtyOutput } from './fake-tty.ts';

/** A screen's size and surroundings. */
export interface ScreenOptions {
  readonly columns: number;
  readonly rows: number;
  readonly env?: Environment;
}

/** Components drawn on an emulated terminal, with the very options that users run with. */
export interface Screen {
  /** Draws a tree in place of the last, and waits until it is on the screen. */
  draw(tree: ReactElement): Promise<void>;
  /** Waits until everything known is on the screen. */
  settle(): Promise<void>;
  rows(): string[];
  text(): string;
  cellAt(x: number, y: number): Cell;
  /** Types; see `keyBytes` for keys. */
  type(bytes: string): Promise<void>;
  /** What was written since the last call, write by write. */
  takeWrites(): string[];
  close(): Promise<void>;
}

/** Draws a tree on an emulated terminal. */
export async function openScreen(tree: ReactElement, options: ScreenOptions): Promise<Screen> {
  const stdout = new FakeTtyOutput(options.columns, options.rows);
  const stdin = new FakeTtyInput();
  const writer = new FrameWriter({ target: stdout });
  const instance = render(tree, { ...inkOptions(options.env ?? {}), stdout: writer, stdin });
  const { emulator } = stdout;
  const settle = async () => {
    await instance.waitUntilRenderFlush();
    await emulator.drained();
  };
  const screen: Screen = {
    draw: (next) => {
      instance.rerender(next);
      return settle();
    },
    settle,
    rows: () => emulator.rows(),
    text: () => emulator.text(),
    cellAt: (x, y) => emulator.cellAt(x, y),
    type: (bytes) => {
      stdin.write(bytes);
      return settle();
    },
    takeWrites: () => stdout.takeWrites(),
    close: async () => {
      instance.unmount();
      await instance.waitUntilExit();
      emulator.dispose();
    },
  };
  await settle();
  return screen;
}
