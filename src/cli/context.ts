import type { Session } from '../api/session.ts';
import type { Clock } from '../core/clock.ts';
import type { ProgramPort } from '../core/program.ts';
import type { Column } from '../core/table.ts';
import type { CommandContext } from '../features/feature.ts';
import { chooseFormat } from './format.ts';
import type { CliGlobals } from './global-options.ts';
import type { Narrator } from './narrator.ts';
import type { Output } from './output.ts';
import { type OpenRecords, openRecords } from './records.ts';

/** What a context is made of. */
export interface ContextOptions {
  readonly globals: CliGlobals;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly output: Output;
  readonly narrator: Narrator;
  readonly hasLimit: boolean;
  readonly openSession: () => Promise<Session>;
  readonly program?: ProgramPort | undefined;
}

/** A context, and how it is put away. */
export interface OpenContext {
  readonly context: CommandContext;
  /** Ends records that were left open; the warning says why, `isTold` whether stderr does. */
  abandon(warning: string, isTold: boolean): Promise<void>;
  /** Closes the session, if one was opened. */
  close(): Promise<void>;
}

/** Makes what a command works with. The session is opened when it is first asked for. */
export function openContext(options: ContextOptions): OpenContext {
  const { globals, output, narrator, clock } = options;
  const opened: OpenRecords<never>[] = [];
  let session: Promise<Session> | null = null;
  const format = chooseFormat(globals.format, output.isTerminal);
  const records = <Row>(columns: readonly Column<Row>[]) => {
    const writer = openRecords(columns, {
      ...{ format, clock, narrator, hasLimit: options.hasLimit, local: globals.local },
      ...{ write: output.write, width: output.width, isTerminal: output.isTerminal },
    });
    opened.push(writer);
    return writer;
  };
  return {
    context: {
      globals: { ...globals, env: options.env },
      clock,
      signal: options.signal,
      session: () => {
        session ??= options.openSession();
        return session;
      },
      write: output.write,
      records,
      narrate: narrator.narrate,
      ...(options.program === undefined ? {} : { program: options.program }),
    },
    abandon: async (warning, isTold) => {
      for (const writer of opened) await writer.abandon(warning, isTold);
    },
    close: async () => {
      const open = await session?.catch(() => null);
      await open?.close();
    },
  };
}
