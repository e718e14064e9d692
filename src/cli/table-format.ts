import type { Column } from '../core/table.ts';
import type { FormatTarget, RecordFormat } from './format-target.ts';
import type { CellValue } from './table-text.ts';

/** How long rows wait for others to be aligned with, in milliseconds. */
const restMs = 200;

/**
 * So many wait at most, so that memory does not grow with the rows: at first as many as most tables
 * have, which find the widths for all; then fewer, for whom these widths mostly do.
 */
const mostAtFirst = 5_000;
const mostLater = 500;

/**
 * Opens a table. It is printed at the end; for a command that goes on, such as a watch, rows are
 * printed once they have waited a moment, or when they are many.
 */
export function openTable<Row>(
  columns: readonly Column<Row>[],
  { write, clock, ...options }: FormatTarget,
): RecordFormat<Row> {
  let waiting: CellValue[][] = [];
  let most = mostAtFirst;
  let cancel: (() => void) | null = null;
  const printer = import('./table-text.ts').then(({ createTablePrinter }) =>
    createTablePrinter(columns, options),
  );
  let printed: Promise<void> = Promise.resolve();
  const flush = () => {
    cancel?.();
    cancel = null;
    most = mostLater;
    printed = printed.then(async () => {
      const print = await printer;
      const rows = waiting;
      waiting = [];
      const text = print(rows);
      if (text !== '') await write(text);
    });
    return printed;
  };
  return {
    add: async (rows) => {
      await printed;
      for (const row of rows) {
        waiting.push(columns.map((column) => column.value(row)));
        if (waiting.length >= most) await flush();
      }
      if (waiting.length === 0) return;
      // A failure to write is told by the next add, or by the end.
      cancel ??= clock.after(restMs, () => void flush().catch(() => {}));
    },
    end: async () => {
      await flush();
    },
  };
}
