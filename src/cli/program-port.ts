import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { ProgramPort } from '../core/program.ts';
import { safeText } from '../core/safe-text.ts';
import { truncate } from '../core/width.ts';
import type { ErrorStream } from './host.ts';
import { machineProcesses } from './processes.ts';

/** What the composition root knows of the program. */
export interface ProgramFacts {
  readonly version: string;
  readonly stateFolder: string;
  readonly stderr: ErrorStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly quiet: boolean;
}

/** Some pseudo-terminals say that they have 0. */
const usualColumns = 80;

/** The running program, as commands and panes may use it. */
export function createProgramPort({
  version,
  stateFolder,
  stderr,
  quiet,
}: ProgramFacts): ProgramPort {
  let isShown = false;
  return {
    ...{ version, stateFolder, workFolder: process.cwd(), processes: machineProcesses() },
    spawn: spawnDetached,
    statusLine: (text) => {
      if (quiet || stderr.isTTY !== true || (text === null && !isShown)) return;
      isShown = text !== null;
      const line =
        text === null ? '' : truncate(safeText(text), (stderr.columns || usualColumns) - 1);
      stderr.write(`\r\x1b[2K${line}`);
    },
  };
}

/**
 * Pages are large and short-lived, and their objects few: with a small nursery they are given back
 * soon and for little. What outlives it would else be left lying until the heap is four times what is
 * needed, however long the export; see src/export-engine/spare-memory.ts for the last of them.
 */
const sparing = ['--max-semi-space-size=1', '--heap-growing-percent=100', '--expose-gc'];

/** A leader of its own session: no hang-up of a terminal reaches it. */
async function spawnDetached(args: readonly string[], log: string): Promise<void> {
  const [script = ''] = process.argv.slice(1);
  const output = openSync(log, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [...process.execArgv, ...sparing, script, ...args], {
      detached: true,
      // A sync of each of several files must not keep their writes waiting.
      env: { UV_THREADPOOL_SIZE: '12', ...process.env },
      stdio: ['ignore', output, output],
    });
    await once(child, 'spawn');
    child.unref();
  } finally {
    closeSync(output);
  }
}
