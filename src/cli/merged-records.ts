import type { CommandContext, RecordWriter } from '../features/feature.ts';

type Summary = NonNullable<Parameters<RecordWriter<never>['end']>[0]>;

/** Several commands' records as one. */
export interface MergedRecords {
  readonly records: CommandContext['records'];
  /** Ends the one output; `failures` say what is missing from it. */
  end(failures: readonly string[]): Promise<void>;
}

/** Makes one `-o json` object of the records of several commands. */
export function mergeRecords(open: CommandContext['records']): MergedRecords {
  // Of JSON's output the columns are no part.
  const target = open<unknown>([]);
  const summaries: (Summary & { readonly count: number })[] = [];
  return {
    records: () => {
      let count = 0;
      return {
        add: (rows) => {
          count += rows.length;
          return target.add(rows);
        },
        end: async (summary = {}) => {
          summaries.push({ ...summary, count });
        },
      };
    },
    end: (failures) => {
      const totals = summaries.map(({ total, truncated, count }) =>
        total === undefined ? (truncated ? null : count) : total,
      );
      const isComplete = failures.length === 0 && !totals.includes(null);
      const times = summaries.flatMap(({ asOf }) => (asOf === undefined ? [] : [asOf]));
      return target.end({
        total: isComplete ? totals.reduce<number>((sum, total) => sum + (total ?? 0), 0) : null,
        truncated: failures.length > 0 || summaries.some(({ truncated }) => truncated === true),
        warnings: [...summaries.flatMap(({ warnings }) => warnings ?? []), ...failures],
        ...(times.length === 0 ? {} : { asOf: Math.min(...times) }),
      });
    },
  };
}
