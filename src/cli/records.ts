import { counted, countText } from '../core/count-text.ts';
import type { Column } from '../core/table.ts';
import type { RecordWriter } from '../features/feature.ts';
import type { Format } from './format.ts';
import type { FormatTarget, Summary } from './format-target.ts';
import type { Narrator } from './narrator.ts';
import { openFormat } from './record-format.ts';

/** What records of a command need. */
export interface RecordsOptions extends FormatTarget {
  readonly format: Format;
  readonly narrator: Narrator;
  /** Whether the command has `--limit`, to name it where rows are missing. */
  readonly hasLimit: boolean;
}

/** A writer that can be ended from outside. */
export interface OpenRecords<Row> extends RecordWriter<Row> {
  /**
   * Ends what the command has left open with rows in it, as truncated, so that rows which were
   * read are not lost.
   *
   * @param isTold whether stderr gets the warning as an error
   */
  abandon(warning: string, isTold: boolean): Promise<void>;
}

/** Opens stdout for records. */
export function openRecords<Row>(
  columns: readonly Column<Row>[],
  options: RecordsOptions,
): OpenRecords<Row> {
  const format = openFormat(options.format, columns, options);
  let count = 0;
  let ended = false;
  const end = async (given: Parameters<RecordWriter<Row>['end']>[0] = {}, isTold = false) => {
    if (ended) return;
    ended = true;
    const truncated = given.truncated ?? false;
    const summary: Summary = {
      total: given.total === undefined ? (truncated ? null : count) : given.total,
      truncated,
      asOf: given.asOf ?? options.clock.now(),
      warnings: given.warnings ?? [],
    };
    await format.end(summary);
    const warnings = isTold ? [] : summary.warnings;
    tell({ ...summary, warnings, limited: given.limited ?? true }, count, options);
  };
  return {
    add: async (rows) => {
      count += rows.length;
      await format.add(rows);
    },
    end: (given) => end(given),
    abandon: async (warning, isTold) => {
      if (count === 0 || ended) return;
      await end({ total: null, truncated: true, limited: false, warnings: [warning] }, isTold);
    },
  };
}

function tell(
  { total, truncated, limited, warnings }: Summary & { readonly limited: boolean },
  count: number,
  { narrator, hasLimit, format }: RecordsOptions,
): void {
  for (const warning of warnings) narrator.narrate(`warning: ${warning}`);
  if (count === 0 && format === 'table') narrator.narrate('no rows');
  if (!truncated) return;
  if (total === null ? !limited : total <= count) {
    narrator.tell(`${counted(count, 'row')}; some may be missing`);
    return;
  }
  const all = total === null ? 'there are more' : `of ${countText(total)}`;
  const rows =
    total === null ? `${counted(count, 'row')}, and ${all}` : `${countText(count)} ${all} rows`;
  narrator.tell(hasLimit && limited ? `${rows}; --limit 0 for all` : rows);
}
