import unicode11 from '@xterm/addon-unicode11';
import headless from '@xterm/headless';

/** How one cell looks. */
export interface Cell {
  readonly text: string;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly inverse: boolean;
  readonly underline: boolean;
  /** Palette index of the foreground, or null for the terminal's own. */
  readonly colour: number | null;
  readonly background: number | null;
}

/** What the programs in a terminal have switched, and what they sent beside drawing. */
export interface TerminalModes {
  readonly alternateScreen: boolean;
  readonly cursorVisible: boolean;
  readonly autoWrap: boolean;
  readonly bracketedPaste: boolean;
  readonly title: string;
  /** How often the bell rang. */
  readonly bells: number;
  /** Payloads of OSC 52, decoded. */
  readonly copied: readonly string[];
}

/** A terminal without a window: xterm.js with the widths of Unicode 11. */
export interface Emulator {
  /** The screen, one string a row, without the blanks at its end. */
  rows(): string[];
  text(): string;
  cellAt(x: number, y: number): Cell;
  modes(): TerminalModes;
  write(data: string | Uint8Array): void;
  /** Resolves when everything written so far is on the screen. */
  drained(): Promise<void>;
  resize(columns: number, rows: number): void;
  /** Tells of each chunk that came onto the screen. @returns a function that stops it */
  onChange(listener: () => void): () => void;
  dispose(): void;
}

/** Opens a terminal of a size. */
export function createEmulator(columns: number, rows: number): Emulator {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  terminal.loadAddon(new unicode11.Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  const observed = observe(terminal);
  const line = (y: number) => {
    const buffer = terminal.buffer.active;
    return buffer.getLine(buffer.baseY + y);
  };
  // A line that was once longer keeps its cells beyond the edge, where nobody sees them.
  const rowTexts = () =>
    Array.from(
      { length: terminal.rows },
      (_, y) => line(y)?.translateToString(true, 0, terminal.cols) ?? '',
    );
  return {
    rows: rowTexts,
    text: () => rowTexts().join('\n'),
    cellAt: (x, y) => toCell(line(y)?.getCell(x)),
    modes: () => ({
      ...observed,
      copied: [...observed.copied],
      alternateScreen: terminal.buffer.active.type === 'alternate',
      autoWrap: terminal.modes.wraparoundMode,
      bracketedPaste: terminal.modes.bracketedPasteMode,
    }),
    write: (data) => terminal.write(data),
    drained: () => new Promise((resolve) => terminal.write('', resolve)),
    resize: (nextColumns, nextRows) => terminal.resize(nextColumns, nextRows),
    onChange: (listener) => {
      const subscription = terminal.onWriteParsed(listener);
      return () => subscription.dispose();
    },
    dispose: () => terminal.dispose(),
  };
}

/** Notes what xterm.js does not tell afterwards. */
function observe(terminal: headless.Terminal) {
  const observed = { cursorVisible: true, title: '', bells: 0, copied: [] as string[] };
  const cursor = (visible: boolean) => (parameters: readonly (number | number[])[]) => {
    if (parameters.includes(25)) observed.cursorVisible = visible;
    return false;
  };
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, cursor(true));
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, cursor(false));
  terminal.parser.registerOscHandler(52, (data) => {
    observed.copied.push(Buffer.from(data.replace(/^c;/, ''), 'base64').toString('utf8'));
    return true;
  });
  terminal.onTitleChange((title) => {
    observed.title = title;
  });
  terminal.onBell(() => {
    observed.bells += 1;
  });
  return observed;
}

function toCell(cell: headless.IBufferCell | undefined): Cell {
  if (cell === undefined) throw new Error('There is no such cell on the screen.');
  return {
    text: cell.getChars(),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    inverse: cell.isInverse() !== 0,
    underline: cell.isUnderline() !== 0,
    colour: cell.isFgDefault() ? null : cell.getFgColor(),
    background: cell.isBgDefault() ? null : cell.getBgColor(),
  };
}
