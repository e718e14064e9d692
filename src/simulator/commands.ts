import { type Clock, sleep } from '../core/clock.ts';
import { exitCodes, usageError } from '../core/errors.ts';
import type { Command, CommandContext, CommandInput } from '../features/feature.ts';
import { mostBusyness } from './activity-tracking/setting.ts';
import { faultNames } from './faults.ts';
import type { SimulatorOptions } from './server.ts';
import { type LegacyShape, legacyShapes } from './vendor.ts';
import { usualEventsPerSecond } from './workload-protection/setting.ts';
import { mostAuditEvents, usualAuditEvents } from './xray/setting.ts';

/** `scandeck simulate`: the embedded vendors alone, for scripts and for other machines' tests. */
export const simulateCommand: Command = {
  name: 'simulate',
  summary: 'Run the embedded vendors and print a config file for them',
  options: [
    {
      flags: '--port <number>',
      description: 'listen on this port; 0 is a free one',
      defaultValue: '0',
    },
    { flags: '--seed <number>', description: 'equal seeds give equal data', defaultValue: '1' },
    { flags: '--speed <factor>', description: 'how fast simulated time runs', defaultValue: '1' },
    {
      flags: '--events <rate>',
      description: 'secure events a second from the start on, up to 5000',
    },
    {
      flags: '--audit-events <count>',
      description: 'curation audit events in any 30 days, up to ten million',
    },
    {
      flags: '--long-windows',
      description: 'let windows of audit events be longer than the 168 hours that Xray takes',
    },
    {
      flags: '--activity <factor>',
      description: `how many times as many registry events as usual, up to ${mostBusyness}; they are made up from the documents, as no recorded one is known in public`,
    },
    {
      flags: '--archive-only',
      description: 'keep registry events in the archive of IBM Cloud Logs alone',
    },
    {
      flags: '--faults <list>',
      description: `what goes wrong, and how often: ${faultNames.join(', ')} or all, as in 429:5%,cut`,
    },
    {
      flags: '--legacy <shape>',
      description: `answer like an older console: ${legacyShapes.join(', ')}`,
    },
  ],
  examples: [
    'scandeck simulate > demo.json',
    'scandeck simulate --port 8083 --speed 10 --faults 429:5%,cut:2%',
  ],
  run: async (context, input) => {
    const { startSimulator } = await import('./server.ts');
    const simulator = await startSimulator(simulatorOptions(context.clock, input));
    try {
      await context.write(`${JSON.stringify(simulator.profile, null, 2)}\n`);
      narrate(context, simulator.url);
      await untilStopped(context);
    } finally {
      await simulator.close();
    }
    return exitCodes.done;
  },
};

function narrate({ narrate: say }: CommandContext, url: string): void {
  say(`The simulated vendors listen on ${url}. Stop them with ctrl-c.`);
  say('The JSON on stdout is a config file for them. With it in a file, say demo.json:');
  say('  scandeck --config demo.json');
  say('  scandeck --config demo.json progress');
}

const longMs = 86_400_000;

/** Waits for the signal; the server keeps the process alive, the clock does not matter. */
async function untilStopped({ signal, clock }: CommandContext): Promise<void> {
  while (!signal.aborted) await sleep(clock, longMs, signal);
}

/**
 * What `scandeck simulate` and `scandeck demo` were told.
 *
 * @throws ScandeckError `usage`
 */
export function simulatorOptions(clock: Clock, { options }: CommandInput): SimulatorOptions {
  const faults = textOf(options.faults);
  const legacy = textOf(options.legacy);
  const events = { usual: usualEventsPerSecond, low: 0, high: 5000, whole: false };
  const activity = { usual: 1, low: 0, high: mostBusyness, whole: true };
  const eventsPerSecond = numberOf('--events', options.events, events);
  const auditEvents = { usual: usualAuditEvents, low: 0, high: mostAuditEvents, whole: true };
  return {
    clock,
    port: numberOf('--port', options.port, { usual: 0, low: 0, high: 65_535, whole: true }),
    seed: numberOf('--seed', options.seed, { usual: 1, low: 0, high: 2 ** 32, whole: true }),
    speed: numberOf('--speed', options.speed, { usual: 1, low: 0.01, high: 1000, whole: false }),
    workloadProtection: { eventsPerSecond },
    activityTracking: {
      busyness: numberOf('--activity', options.activity, activity),
      ...(options.archiveOnly === true ? { tiers: ['archive'] } : {}),
    },
    xray: {
      auditEvents: numberOf('--audit-events', options.auditEvents, auditEvents),
      ...(options.longWindows === true ? { longWindows: true } : {}),
    },
    ...(faults === undefined ? {} : { faults }),
    ...(legacy === undefined ? {} : { legacy: legacyOf(legacy) }),
  };
}

type OptionValue = CommandInput['options'][string];

interface NumberRange {
  readonly usual: number;
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
}

const textOf = (value: OptionValue) => (typeof value === 'string' ? value : undefined);

function numberOf(flag: string, value: OptionValue, range: NumberRange): number {
  const text = textOf(value) ?? String(range.usual);
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const fits = number >= range.low && number <= range.high;
  if (fits && (!range.whole || Number.isInteger(number))) return number;
  throw usageError(
    `${flag} ${JSON.stringify(text)} is not a number that fits`,
    `Write ${range.whole ? 'a whole number' : 'a number'} from ${range.low} to ${range.high}.`,
  );
}

function legacyOf(text: string): LegacyShape {
  const shape = legacyShapes.find((known) => known === text);
  if (shape !== undefined) return shape;
  throw usageError(
    `${JSON.stringify(text)} is not a shape of older consoles`,
    `Write one of ${legacyShapes.join(', ')}.`,
  );
}
