import type { Output } from '../../../src/cli/output.ts';
import type { FormatTarget } from '../../../src/cli/record-format.ts';
import { openRecords, type RecordsOptions } from '../../../src/cli/records.ts';
import type { Column } from '../../../src/core/table.ts';
import { createManualClock } from '../../support/manual-clock.ts';

/** Words and data that a test has caught, in the order in which they came. */
export interface Capture {
  readonly out: string[];
  readonly err: string[];
  readonly target: FormatTarget;
}

/** Catches what would go to stdout and stderr. */
export function capture(target: Partial<FormatTarget> = {}): Capture {
  const out: string[] = [];
  return {
    out,
    err: [],
    target: {
      write: async (data) => {
        out.push(data);
      },
      isTerminal: false,
      width: () => null,
      local: false,
      ...target,
    },
  };
}

/** 2026-11-21T12:03:41Z */
export const nowMs = Date.UTC(2026, 10, 21, 12, 3, 41);

/** Opens records into a capture, on a clock that stands still. */
export function captureRecords<Row>(
  { target, err }: Capture,
  columns: readonly Column<Row>[],
  options: Pick<RecordsOptions, 'format'> & {
    readonly quiet?: boolean;
    readonly hasLimit?: boolean;
  },
) {
  const tell = (line: string) => {
    err.push(line);
  };
  return openRecords(columns, {
    ...target,
    format: options.format,
    hasLimit: options.hasLimit ?? false,
    clock: createManualClock(nowMs),
    narrator: { tell, narrate: options.quiet ? () => {} : tell },
  });
}

/** An output into memory that a test can close. */
export function captureOutput(): Output & { readonly text: () => string; close(): void } {
  const closing = new AbortController();
  const chunks: Buffer[] = [];
  return {
    isTerminal: false,
    width: () => null,
    closed: closing.signal,
    write: async (data) => {
      chunks.push(Buffer.from(data));
    },
    text: () => Buffer.concat(chunks).toString(),
    close: () => closing.abort(),
  };
}
