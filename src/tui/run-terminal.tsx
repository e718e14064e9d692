import type { ReactNode } from 'react';
import type { Clock } from '../core/clock.ts';
import { type ExitCode, exitCodes } from '../core/errors.ts';
import { nextTurn } from '../core/turn.ts';
import { CrashBoundary } from './crash-boundary.tsx';
import { FrameWriter, type TerminalOutput } from './frame-writer.ts';
import { InkScreen } from './ink-screen.tsx';
import { Input, type LendTerminal } from './input.tsx';
import { listenToProcess, stopProcess } from './run-signals.ts';
import { type Environment, enterScreen, isReadAloud, isRemote, pasteOn } from './terminal-modes.ts';
import type { TerminalPort } from './terminal-port.ts';
import { type TerminalInput, TtyInput } from './tty-input.ts';
import { createWindow, type TerminalWindow } from './window.ts';

/** A program that has the terminal to itself. */
export interface Program {
  key(name: string): void;
  paste(text: string): void;
  resize(columns: number, rows: number): void;
  start(): void;
  stop(): Promise<void>;
  readonly ended: Promise<ExitCode>;
}

/** How a program came to its end. */
export interface Ending {
  readonly exitCode: ExitCode;
  /** What nobody caught; still to be told to the user. */
  readonly error?: unknown;
}

/** What a program runs on. */
export interface TerminalRunOptions {
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  readonly env: Environment;
  readonly clock: Clock;
  /** The alternate screen was entered before, with `enterScreen`. */
  readonly entered?: boolean;
  readonly open: (port: TerminalPort) => {
    readonly program: Program;
    readonly draw: () => ReactNode;
  };
  /** Told once everything is on the screen; `flush` waits until what is known is painted. */
  readonly onMounted?: (flush: () => Promise<void>) => void;
}

interface Mounted {
  readonly program: Program;
  readonly screen: InkScreen;
}

/** Turns of the event loop; they wait for nothing, and deal with what is ready. */
const turnsBeforeInk = 4;
/** How long the window must keep its size before it is drawn anew, in milliseconds. */
const resizeMs = 50;
/** How long the rest of an escape sequence may take: a network may part it. */
const escapeMs = { local: 20, remote: 100 };

/**
 * Runs a program on the terminal until it ends, is told to by a signal, crashes, or the terminal
 * goes away; the terminal is then as it was before. Never rejects for a failure of the program's.
 */
export function runTerminal(options: TerminalRunOptions): Promise<Ending> {
  return new TerminalRun(options).run();
}

class TerminalRun {
  readonly #options: TerminalRunOptions;
  readonly #ending = Promise.withResolvers<Ending>();
  readonly #writer: FrameWriter;
  readonly #input: TtyInput;
  readonly #window: TerminalWindow;
  #mounted: Mounted | null = null;
  #isSuspended = false;
  #cancelResize: () => void = () => {};

  constructor(options: TerminalRunOptions) {
    const { stdin, stdout, env, clock, entered = false } = options;
    this.#options = options;
    this.#writer = new FrameWriter({
      target: stdout,
      entered,
      verbatim: isReadAloud(env),
      onEnter: () => this.#window.resume(),
      onLeave: () => this.#window.restore(),
    });
    this.#window = createWindow((bytes) => this.#writer.raw(bytes), env);
    this.#input = new TtyInput({
      source: stdin,
      clock,
      escapeMs: isRemote(env) ? escapeMs.remote : escapeMs.local,
      onEnd: this.#hangUp,
    });
  }

  async run(): Promise<Ending> {
    const { stdout } = this.#options;
    const stopListening = listenToProcess({
      onEnd: (exitCode, error) => this.#end({ exitCode, error }),
      onSuspend: this.#suspend,
      onContinue: this.#continue,
    });
    stdout.on('resize', this.#awaitSize);
    // Left in place: a write to a terminal that went away may fail much later.
    stdout.on('error', this.#hangUp);
    try {
      const program = await this.#mount();
      const ending = await this.#ending.promise;
      await this.#unmount();
      await program.stop();
      return ending;
    } catch (error) {
      return { exitCode: exitCodes.refused, error };
    } finally {
      await this.#unmount();
      stdout.off('resize', this.#awaitSize);
      stopListening();
    }
  }

  async #mount(): Promise<Program> {
    const { open, env, onMounted } = this.#options;
    const { program, draw } = open(this.#port());
    program.ended.then((exitCode) => this.#end({ exitCode }), this.#crash);
    program.resize(this.#writer.columns, this.#writer.rows);
    const tree = (onLend: (lend: LendTerminal) => void) => (
      <>
        <Input
          onKey={(name) => this.#guard(() => program.key(name))}
          onPaste={(text) => this.#guard(() => program.paste(text))}
          onLend={onLend}
        />
        <CrashBoundary onCrash={this.#crash}>{draw()}</CrashBoundary>
      </>
    );
    program.start();
    // Its first questions are on their way, or even answered, before the first frame takes its time.
    for (let turn = 0; turn < turnsBeforeInk; turn += 1) await nextTurn();
    const screen = new InkScreen({ writer: this.#writer, stdin: this.#input, env, tree });
    screen.ended().then(() => this.#end({ exitCode: exitCodes.done }), this.#crash);
    this.#mounted = { program, screen };
    onMounted?.(() => screen.flush());
    return program;
  }

  async #unmount(): Promise<void> {
    const { screen } = this.#mounted ?? {};
    this.#mounted = null;
    this.#cancelResize();
    await screen?.unmount();
    this.#writer.leave();
    this.#window.restore();
    this.#input.close();
  }

  #port(): TerminalPort {
    const { bell, title, copy } = this.#window;
    return {
      bell,
      title,
      copy,
      redraw: () => this.#repaint(),
      suspend: this.#suspend,
      hurry: this.#hurry,
    };
  }

  readonly #end = (ending: Ending): void => this.#ending.resolve(ending);
  readonly #hangUp = (): void => this.#end({ exitCode: exitCodes.hungUp });
  readonly #crash = (error: unknown): void => this.#end({ exitCode: exitCodes.refused, error });

  #guard(task: () => void): void {
    try {
      task();
    } catch (error) {
      this.#crash(error);
    }
  }

  /** A frame for the old size would be garbage in the new one, so none is painted meanwhile. */
  readonly #awaitSize = (): void => {
    this.#writer.mute();
    this.#cancelResize();
    this.#cancelResize = this.#options.clock.after(resizeMs, () => {
      this.#repaint(({ program }) => {
        this.#writer.measure();
        program.resize(this.#writer.columns, this.#writer.rows);
        this.#writer.emit('resize');
      });
    });
  };

  #repaint(change: (mounted: Mounted) => void = () => {}): void {
    const mounted = this.#mounted;
    mounted?.screen.repaint(() => change(mounted)).catch(this.#crash);
  }

  readonly #hurry = (): void => {
    this.#mounted?.screen.flush().catch(this.#crash);
  };

  readonly #suspend = (): void => {
    if (this.#mounted === null || this.#isSuspended) return;
    this.#isSuspended = true;
    this.#mounted.screen
      .suspend(() => this.#stop())
      .then(() => {
        this.#isSuspended = false;
      }, this.#crash);
  };

  async #stop(): Promise<void> {
    const { stdout, clock } = this.#options;
    // Any other stream is no terminal of a shell that could go on with this process.
    if (stdout === process.stdout) await stopProcess(clock);
  }

  /** The shell has used the terminal while the process was stopped without notice. */
  readonly #continue = (): void => {
    if (this.#mounted === null || this.#isSuspended) return;
    this.#input.setRawMode(false).setRawMode(true);
    this.#writer.raw(enterScreen + pasteOn);
    this.#repaint();
  };
}
