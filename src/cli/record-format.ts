import type { Column } from '../core/table.ts';
import { formatTime } from '../core/time.ts';
import type { Format } from './format.ts';
import type { FormatTarget, RecordFormat } from './format-target.ts';
import { inertJson } from './inert-json.ts';
import { openTable } from './table-format.ts';

/** Opens a format; what it needs is loaded when it first prints. */
export function openFormat<Row>(
  format: Format,
  columns: readonly Column<Row>[],
  target: FormatTarget,
): RecordFormat<Row> {
  switch (format) {
    case 'ndjson':
      return openNdjson(target);
    case 'json':
      return openJson(target);
    case 'csv':
      return openCsv(columns, target);
    case 'table':
      return openTable(columns, target);
  }
}

function openNdjson<Row>({ write }: FormatTarget): RecordFormat<Row> {
  return {
    add: async (rows) => {
      if (rows.length > 0) await write(rows.map((row) => `${inertJson(row)}\n`).join(''));
    },
    end: async () => {},
  };
}

function openJson<Row>({ write, isTerminal }: FormatTarget): RecordFormat<Row> {
  const rows: Row[] = [];
  return {
    add: async (more) => {
      for (const row of more) rows.push(row);
    },
    end: async ({ total, truncated, asOf, warnings }) => {
      const object = { rows, total, truncated, asOf: formatTime(asOf), warnings };
      await write(`${inertJson(object, isTerminal ? 2 : undefined)}\n`);
    },
  };
}

function openCsv<Row>(columns: readonly Column<Row>[], { write }: FormatTarget): RecordFormat<Row> {
  let isHeaderDue = true;
  const print = async (rows: readonly Row[]) => {
    const { csvText } = await import('./csv-text.ts');
    const header = isHeaderDue;
    isHeaderDue = false;
    await write(csvText(columns, rows, header));
  };
  return {
    add: async (rows) => {
      if (rows.length > 0) await print(rows);
    },
    end: async () => {
      if (isHeaderDue) await print([]);
    },
  };
}
