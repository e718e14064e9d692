import { readFileSync } from 'node:fs';
import type { Session } from './api/session.ts';
import type { CliGlobals } from './cli/global-options.ts';
import type { CliHost, DeckScreen } from './cli/host.ts';
import type { Clock } from './core/clock.ts';
import type { ProgramPort } from './core/program.ts';
import type { Command, CommandInput } from './features/feature.ts';

/*
 * The composition root. Everything is imported when it is needed, so that help, the version and the
 * keys cost little more than the start of Node.
 */

const argv = process.argv.slice(2);
const isVersion = argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V');
if (isVersion) process.stdout.write(`${version()}\n`);
else await run();

/** The package's version; package.json lies beside the folder of this file, bundled or not. */
function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return JSON.parse(text).version;
}

async function run(): Promise<void> {
  const screen = createScreen(() => {
    interruption.stopListening();
    stopCrash();
  });
  const exit = (code: number) => {
    screen.leave();
    process.exit(code);
  };
  const [{ listenForSignals }, { systemClock: clock }, { readBareArguments }] = await Promise.all([
    import('./cli/signals.ts'),
    import('./core/clock.ts'),
    import('./cli/bare-arguments.ts'),
  ]);
  // A job's worker outlives the terminal that it was started from.
  const ignored = isWorker() ? ['SIGHUP'] : [];
  const interruption = listenForSignals(process, clock, exit, ignored);
  if (isSurelyDeck(readBareArguments(argv) !== null)) {
    await screen.enter();
    // Ink's layout engine is compiled on another thread while the rest is loaded.
    screen.load().catch(() => {});
  }
  const [{ runCli }, { createOutput }, { listenForCrash }, { createProgramPort }, paths] =
    await Promise.all([
      import('./cli/run-cli.ts'),
      import('./cli/output.ts'),
      import('./cli/crash.ts'),
      import('./cli/program-port.ts'),
      import('./config/paths.ts'),
    ]);
  const { env, stderr } = process;
  const stopCrash = listenForCrash({ stderr, env, clock, screen }, exit);
  const host: CliHost = {
    ...{ argv, env, clock, stderr, interruption, screen },
    output: createOutput(process.stdout),
    program: ({ quiet }) =>
      createProgramPort({
        ...{ stderr, quiet, version: version(), stateFolder: paths.stateFolder(env) },
      }),
    catalogue: async () => ({ version: version(), commands: await loadCommands() }),
    features: async () => (await import('./features/index.ts')).features,
    openSession: (globals) =>
      globals.demo
        ? openDemo(globals, { arguments: [], options: { seed: globals.demoSeed } }, clock)
        : openSession(globals, clock),
    openDemo: (globals, input) => openDemo(globals, input, clock),
  };
  process.exitCode = await runCli(host);
  await new Promise<void>((resolve) => stderr.write('', () => resolve()));
  // Whatever a command may have left open, such as a kept-alive connection, must not hold it up.
  process.exit();
}

/** The screen can then be taken before anything else is loaded. */
function isSurelyDeck(isBare: boolean): boolean {
  const isDemo = argv.length === 1 && argv[0] === 'demo';
  return (isBare || isDemo) && process.stdout.isTTY && process.env.TERM !== 'dumb';
}

/** `scandeck ... export work JOB`, as the program starts itself. */
function isWorker(): boolean {
  return argv.at(-3) === 'export' && argv.at(-2) === 'work';
}

async function loadCommands(): Promise<readonly Command[]> {
  const [{ features }, config, doctor, simulator, api, keys, completion, keymap] =
    await Promise.all([
      import('./features/index.ts'),
      import('./config/commands.ts'),
      import('./config/doctor.ts'),
      import('./simulator/commands.ts'),
      import('./cli/api-command.ts'),
      import('./cli/keys-command.ts'),
      import('./cli/completion-command.ts'),
      import('./tui/shell-keymap.ts'),
    ]);
  const panes = features.map(({ title, keymap: bindings }) => ({ pane: title, bindings }));
  const commands = [
    ...features.flatMap((feature) => feature.commands),
    api.apiCommand(process),
    ...config.configCommands(async () => {
      const { deckKeymaps } = await import('./tui/shell-bindings.ts');
      return (remap) => deckKeymaps(features, remap).problems;
    }),
    doctor.doctorCommand,
    simulator.simulateCommand,
    keys.keysCommand([{ pane: null, bindings: keymap.shellKeymap }, ...panes]),
  ];
  return [...commands, completion.completionCommand(commands)];
}

async function openSession(globals: CliGlobals, clock: Clock, config?: unknown): Promise<Session> {
  const [session, { createActivity }] = await Promise.all([
    import('./config/session.ts'),
    import('./core/activity.ts'),
  ]);
  const { configFile, profile, readOnly, debugFile } = globals;
  const activity = createActivity();
  const given = config === undefined ? { configFile, profile } : { config };
  return session.openSession({ ...given, readOnly, debugFile, clock, activity, env: process.env });
}

async function openDemo(globals: CliGlobals, input: CommandInput, clock: Clock): Promise<Session> {
  const [{ startSimulator }, { simulatorOptions }] = await Promise.all([
    import('./simulator/server.ts'),
    import('./simulator/commands.ts'),
  ]);
  const simulator = await startSimulator(simulatorOptions(clock, input));
  try {
    const session = await openSession(globals, clock, simulator.profile);
    const close = async () => {
      await session.close();
      await simulator.close();
    };
    const { seed } = input.options;
    const isUsual = typeof seed !== 'string' || Number(seed) === 1;
    const openedBy = isUsual ? session.openedBy : [...session.openedBy, '--demo-seed', seed];
    return { ...session, openedBy, close };
  } catch (error) {
    await simulator.close();
    throw error;
  }
}

/** The program itself, for a deck: it has the screen, so that nothing is told on stderr. */
async function openProgram(): Promise<ProgramPort> {
  const [{ createProgramPort }, { stateFolder }] = await Promise.all([
    import('./cli/program-port.ts'),
    import('./config/paths.ts'),
  ]);
  const { env, stderr } = process;
  const facts = { version: version(), stateFolder: stateFolder(env), stderr };
  return createProgramPort({ ...facts, quiet: true });
}

/** @param beforeRun called when the deck's own signal handlers take over */
function createScreen(beforeRun: () => void): DeckScreen {
  const { stdout, env } = process;
  let entered = false;
  let leaveScreen = '';
  const load = async () => {
    const [run, { features }] = await Promise.all([
      import('./tui/run.tsx'),
      import('./features/index.ts'),
    ]);
    // A pane that can't be loaded is told where it would be drawn.
    await features[0]?.pane?.().catch(() => {});
    return { ...run, features };
  };
  return {
    enter: async () => {
      const modes = await import('./tui/terminal-modes.ts');
      if (entered || modes.isReadAloud(env)) return;
      leaveScreen = modes.leaveScreen;
      entered = true;
      stdout.write(`${modes.enterScreen} scandeck`);
    },
    leave: () => {
      if (entered) stdout.write(leaveScreen);
      entered = false;
    },
    load: async () => {
      await load();
    },
    run: async (session) => {
      const { runDeck, features } = await load();
      const program = await openProgram();
      // Asking for it makes it non-blocking, for everybody who shares it.
      const { stdin } = process;
      beforeRun();
      const ending = await runDeck({
        ...{ session, features, stdin, stdout, env, entered, program },
        version: version(),
        onMounted: async () => (await import('./tui/run-heap.ts')).keepYoungHeapSmall(),
      });
      entered = false;
      return ending;
    },
  };
}
