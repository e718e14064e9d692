import type { FormatTarget } from '../../../src/cli/format-target.ts';
import type { Output } from '../../../src/cli/output.ts';
import { openRecords, type RecordsOptions } from '../../../src/cli/records.ts';
import type { Column } from '../../../src/core/table.ts';
import { createManualClock } from '../../support/manual-clock.ts';

/** Words and data that a test has caught, in the order in which they came. */
export interface Capture {
  readonly out: string[];
  readonly err: string[];
  readonly target: FormatTarget;
}

/** 2026-11-21T12:03:41Z */
export const nowMs = Date.UTC(2026, 10, 21, 12, 3, 41);

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
      clock: createManualClock(nowMs),
      ...target,
    },
  };
}

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
    narrator: { tell, narrate: options.quiet ? () => {} : tell },
  });
}

/** An output into memory. */
export function captureOutput(): Output & {
  readonly text: () => string;
  readonly bytes: () => Buffer;
} {
  const chunks: Buffer[] = [];
  return {
    isTerminal: false,
    width: () => null,
    closed: new AbortController().signal,
    write: async (data) => {
      chunks.push(Buffer.from(data));
    },
    text: () => Buffer.concat(chunks).toString(),
    bytes: () => Buffer.concat(chunks),
  };
}
