import type { Session } from '../../../src/api/session.ts';
import { type OpenContext, openContext } from '../../../src/cli/context.ts';
import type { Format } from '../../../src/cli/format.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { captureOutput, nowMs } from './output-capture.ts';

/** A command's context into memory. */
export interface TestContext extends OpenContext {
  readonly out: () => string;
  readonly bytes: () => Buffer;
  readonly err: string[];
}

/** Opens a context whose clock stands still. */
export function testContext(
  options: {
    readonly format?: Format;
    readonly session?: Session;
    readonly signal?: AbortSignal;
  } = {},
): TestContext {
  const output = captureOutput();
  const err: string[] = [];
  const tell = (line: string) => {
    err.push(line);
  };
  const { session, format } = options;
  const opened = openContext({
    globals: {
      ...{ readOnly: false, demo: false, quiet: false, local: false },
      ...(format === undefined ? {} : { format }),
    },
    env: {},
    clock: createManualClock(nowMs),
    signal: options.signal ?? new AbortController().signal,
    output,
    narrator: { tell, narrate: tell },
    hasLimit: false,
    openSession: async () => {
      if (session === undefined) throw new Error('this test has no session');
      return session;
    },
  });
  return { ...opened, out: output.text, bytes: output.bytes, err };
}
