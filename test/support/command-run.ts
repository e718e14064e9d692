import type { Session } from '../../src/api/session.ts';
import { stringifyJson } from '../../src/core/json.ts';
import type { Column } from '../../src/core/table.ts';
import type { Command, CommandContext, CommandInput } from '../../src/features/feature.ts';
import { createManualClock } from './manual-clock.ts';

/** What a command has said. */
export interface CommandRun {
  /** Records as JSON texts. */
  readonly lines: readonly string[];
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** Names of the columns that it opened. */
  readonly columns: readonly string[];
  /** Cells of the rows, column by column. */
  readonly cells: readonly (readonly unknown[])[];
  readonly narration: readonly string[];
  /** What was written beside the records. */
  readonly written: readonly (string | Uint8Array)[];
  /** What the output was ended with; null while it is open. */
  summary(): Readonly<Record<string, unknown>> | null;
  readonly exitCode: Promise<number>;
}

/** Runs a command on a session; without one, opening it fails the test. */
export function runCommand(
  command: Command,
  { options = {}, arguments: words = [] }: Partial<CommandInput>,
  session?: Session,
  signal: AbortSignal = new AbortController().signal,
): CommandRun {
  const lines: string[] = [];
  const names: string[] = [];
  const cells: unknown[][] = [];
  const narration: string[] = [];
  const written: (string | Uint8Array)[] = [];
  let summary: Readonly<Record<string, unknown>> | null = null;
  const context: CommandContext = {
    globals: { readOnly: false, env: {} },
    clock: session?.clock ?? createManualClock(),
    signal,
    session: async () => {
      if (session === undefined) throw new Error('the session was opened');
      return session;
    },
    write: async (data) => {
      written.push(data);
    },
    records: <Row>(columns: readonly Column<Row>[]) => {
      names.push(...columns.map(({ name }) => name));
      return {
        add: async (rows: readonly Row[]) => {
          for (const row of rows) {
            lines.push(stringifyJson(row));
            cells.push(columns.map(({ value }) => value(row)));
          }
        },
        end: async (given: object = {}) => {
          summary = { ...given };
        },
      };
    },
    narrate: (line) => {
      narration.push(line);
    },
  };
  const exitCode = command.run(context, { arguments: words, options });
  return {
    ...{ lines, cells, narration, written, exitCode, columns: names },
    get records() {
      return lines.map((line) => JSON.parse(line));
    },
    summary: () => summary,
  };
}

/** The command of that name. */
export function commandNamed(commands: readonly Command[], name: string): Command {
  const found = commands.find((known) => known.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}
