import { features } from '../../src/features/index.ts';
import { type Driver, openDeck } from './driver.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import {
  type ScanLogServer,
  type ServedLog,
  servedLog,
  startScanLogServer,
} from './scan-log-server.ts';

/** The deck in front of a server of scan logs, on a clock that moves by hand. */
export interface LogsDeck extends Driver {
  readonly clock: ManualClock;
  readonly server: ScanLogServer;
  /** Lets a choice settle, and what it asks for come. */
  choose(): Promise<void>;
}

/** How a deck of scan logs differs from the usual one: 120x40, 1000 rows. */
export interface LogsDeckOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly logs?: (nowMs: number) => readonly ServedLog[];
}

/** A thousand rows of twelve images, one each ten seconds. */
export const thousandLogs = (nowMs: number): readonly ServedLog[] =>
  Array.from({ length: 1000 }, (_, id) => servedLog(id, nowMs));

/** Opens the Scan logs pane on a server of its own. */
export async function openLogsDeck(options: LogsDeckOptions = {}): Promise<LogsDeck> {
  const { columns = 120, rows = 40, logs = thousandLogs } = options;
  const clock = createManualClock();
  const server = await startScanLogServer(logs(clock.now()), clock.now());
  const config = {
    currentProfile: 'demo',
    profiles: {
      demo: {
        carbonBlack: {
          url: server.url,
          orgKey: 'ABCD1234',
          auth: { type: 'cbc-key', apiId: 'ABCD123456', apiSecret: 'env:CBC_SECRET' },
        },
      },
    },
  };
  const env = { TERM: 'xterm-256color', CBC_SECRET: 'canary-secret' };
  const deck = await openDeck({
    columns,
    rows,
    clock,
    features,
    config,
    env,
    initial: 'scan-logs',
  });
  return {
    ...deck,
    clock,
    server,
    choose: () => deck.advance(300),
    close: async () => {
      await deck.close();
      await server.close();
    },
  };
}
