import type { Column } from '../../../../src/core/table.ts';
import type { Command, CommandContext, CommandInput } from '../../../../src/features/feature.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import type { PrismaSession } from './prisma-session.ts';

/** A command under way, and what it has said so far. */
export interface CommandRun {
  /** Records as JSON made them. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** Lines on stderr. */
  readonly narration: readonly string[];
  /** What the output was ended with; null while it is open. */
  summary(): unknown;
  readonly exitCode: Promise<number>;
  readonly stop: AbortController;
}

/** Runs a command on a session; without one, opening it fails the test. */
export function runCommand(
  command: Command,
  options: CommandInput['options'],
  session?: PrismaSession,
): CommandRun {
  const records: Readonly<Record<string, unknown>>[] = [];
  const narration: string[] = [];
  const stop = new AbortController();
  const clock: ManualClock = session?.clock ?? createManualClock();
  let summary: unknown = null;
  const context: CommandContext = {
    globals: { readOnly: false, env: {} },
    clock,
    signal: stop.signal,
    session: async () => {
      if (session === undefined) throw new Error('the session was opened');
      return session;
    },
    write: async () => {},
    records: <Row>(_columns: readonly Column<Row>[]) => ({
      add: async (rows: readonly Row[]) => {
        records.push(...rows.map((row) => JSON.parse(JSON.stringify(row))));
      },
      end: async (given: unknown = {}) => {
        summary = given;
      },
    }),
    narrate: (line) => {
      narration.push(line);
    },
  };
  const exitCode = command.run(context, { arguments: [], options });
  return { records, narration, summary: () => summary, exitCode, stop };
}
