import { features } from '../../src/features/index.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { type Driver, openDeck } from './driver.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

/** The whole deck over the embedded simulator, both on one clock that moves by hand. */
export interface DemoDeck extends Driver {
  readonly clock: ManualClock;
  readonly simulator: Simulator;
  /** A simulator in the place of one that was closed. */
  restartSimulator(port: number): Promise<Simulator>;
}

/** How a demo deck differs from the usual one: 120x40, no faults, may write. */
export interface DemoOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly faults?: string;
  readonly readOnly?: boolean;
  /** Merged into the simulator's ready config. */
  readonly preferences?: object;
}

/** Opens the deck as `scandeck demo` does. */
export async function openDemoDeck(options: DemoOptions = {}): Promise<DemoDeck> {
  const { columns = 120, rows = 40, faults = '', readOnly = false, preferences = {} } = options;
  const clock = createManualClock();
  const simulator = await startSimulator({ clock, faults });
  const config = { ...simulator.profile, preferences: merged(simulator.profile, preferences) };
  const deck = await openDeck({ columns, rows, clock, features, config, readOnly });
  return {
    ...deck,
    clock,
    simulator,
    restartSimulator: (port) => startSimulator({ clock, faults, port }),
    close: async () => {
      await deck.close();
      await simulator.close();
    },
  };
}

function merged(profile: Readonly<Record<string, unknown>>, preferences: object): object {
  return { ...Object(profile.preferences), ...preferences };
}
