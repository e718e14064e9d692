import type { Session } from '../api/session.ts';
import { type ExitCode, exitCodes } from '../core/errors.ts';
import type { CommandContext } from '../features/feature.ts';
import { readBareArguments } from './bare-arguments.ts';
import { openContext } from './context.ts';
import { reportError } from './error-report.ts';
import { chooseFormat } from './format.ts';
import type { CliGlobals } from './global-options.ts';
import type { CliHost } from './host.ts';
import { createNarrator } from './narrator.ts';
import type { Invocation } from './parse.ts';
import { printSnapshot } from './snapshot.ts';
import { tellError } from './tell-error.ts';

/**
 * Does what a command line asks for. Never rejects: errors are told on stderr.
 *
 * @returns the process's exit code
 */
export async function runCli(host: CliHost): Promise<ExitCode> {
  let debugFile: string | undefined;
  try {
    const invocation = await read(host);
    if (invocation.kind === 'print') return await print(host, invocation);
    debugFile = invocation.globals.debugFile;
    return await runInvocation(host, invocation);
  } catch (error) {
    host.screen.leave();
    const report = reportError(error);
    tellError(report, host, debugFile);
    return report.exitCode;
  }
}

async function read({ argv, catalogue }: CliHost): Promise<Invocation> {
  const globals = readBareArguments(argv);
  if (globals !== null) return { kind: 'deck', demo: null, globals };
  const { parseArguments } = await import('./parse.ts');
  return parseArguments(argv, await catalogue());
}

async function print(
  { output, stderr }: CliHost,
  { text, isError }: Extract<Invocation, { kind: 'print' }>,
): Promise<ExitCode> {
  if (!isError) await output.write(text);
  else stderr.write(text);
  return isError ? exitCodes.usage : exitCodes.done;
}

async function runInvocation(
  host: CliHost,
  invocation: Exclude<Invocation, { kind: 'print' }>,
): Promise<ExitCode> {
  const { globals } = invocation;
  if (invocation.kind === 'command') {
    const { command, input } = invocation;
    const isLimitable = command.options?.some(({ flags }) => /--limit\b/.test(flags)) ?? false;
    // Who asked for all already needs no hint how to.
    const hasLimit = isLimitable && !/^0+$/.test(String(input.options.limit ?? ''));
    const open = () => host.openSession(globals);
    return runHeadless(host, { globals, hasLimit, open }, (context) => command.run(context, input));
  }
  const { demo } = invocation;
  const open = () => (demo ? host.openDemo(globals, demo) : host.openSession(globals));
  if (wantsDeck(host, globals)) return showDeck(host, globals, open);
  const features = await host.features();
  const format = chooseFormat(globals.format, host.output.isTerminal);
  return runHeadless(host, { globals, hasLimit: false, open }, (context) =>
    printSnapshot(context, {
      features,
      format,
      tellError: (report) => tellError(report, host, globals.debugFile),
    }),
  );
}

/** A deck needs a terminal that can paint; asking for a format asks for data. */
function wantsDeck({ output, env }: CliHost, { format }: CliGlobals): boolean {
  return output.isTerminal && env.TERM !== 'dumb' && format === undefined;
}

interface HeadlessOptions {
  readonly globals: CliGlobals;
  readonly hasLimit: boolean;
  readonly open: () => Promise<Session>;
}

async function runHeadless(
  host: CliHost,
  { globals, hasLimit, open }: HeadlessOptions,
  run: (context: CommandContext) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { env, clock, output, stderr, interruption } = host;
  const signal = AbortSignal.any([interruption.signal, output.closed]);
  const narrator = createNarrator(stderr, globals.quiet);
  const opened = openContext({
    ...{ globals, env, clock, signal, output, narrator, hasLimit },
    openSession: open,
    program: host.program?.(globals),
  });
  // A reader that has seen enough, such as head, is not told that there is more.
  const abandon = async (warning: string, isTold: boolean) => {
    if (!output.closed.aborted) await opened.abandon(warning, isTold);
  };
  const stopped = () => interruption.exitCode() ?? (output.closed.aborted ? exitCodes.done : null);
  try {
    const exitCode = await run(opened.context);
    if (signal.aborted) await abandon('stopped by a signal before the end', false);
    return stopped() ?? exitCode;
  } catch (error) {
    const report = reportError(error);
    const reason = signal.aborted ? 'stopped by a signal before the end' : report.lines[0];
    await abandon(reason ?? 'stopped before the end', !signal.aborted);
    const code = stopped();
    if (code !== null) return code;
    tellError(report, host, globals.debugFile);
    return report.exitCode;
  } finally {
    await opened.close();
  }
}

async function showDeck(
  host: CliHost,
  { debugFile }: CliGlobals,
  open: () => Promise<Session>,
): Promise<ExitCode> {
  const { screen, interruption } = host;
  await screen.enter();
  try {
    const loading = screen.load();
    // Awaited below; a failure of `open` comes first.
    loading.catch(() => {});
    const session = await open();
    try {
      const [front] = await host.features();
      if (front !== undefined) session.prepare(front.source);
      await loading;
      const early = interruption.exitCode();
      if (early !== null) return early;
      const { exitCode, error } = await screen.run(session);
      screen.leave();
      if (error !== undefined) tellError(reportError(error), host, debugFile);
      return exitCode;
    } finally {
      await session.close();
    }
  } finally {
    screen.leave();
  }
}
