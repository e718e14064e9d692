import { nextTurn } from './turn.ts';

/**
 * Counts the work under way (requests, their decoding, key handlers), so that a driver can wait for
 * the program to come to rest instead of sleeping.
 */
export interface Activity {
  /** Marks work as begun; call the returned function once when it is over. */
  begin(): () => void;
  /** Resolves when nothing has been under way for two turns of the event loop. */
  idle(): Promise<void>;
}

/** Creates a counter at rest. */
export function createActivity(): Activity {
  let busy = 0;
  let waiting: (() => void)[] = [];
  const end = () => {
    busy -= 1;
    if (busy > 0) return;
    const resolvers = waiting;
    waiting = [];
    for (const resolve of resolvers) resolve();
  };
  return {
    begin: () => {
      busy += 1;
      let open = true;
      return () => {
        if (open) end();
        open = false;
      };
    },
    idle: async () => {
      for (let quietTurns = 0; quietTurns < 2; ) {
        if (busy > 0) {
          quietTurns = 0;
          await new Promise<void>((resolve) => waiting.push(resolve));
        }
        await nextTurn();
        quietTurns = busy > 0 ? 0 : quietTurns + 1;
      }
    },
  };
}
