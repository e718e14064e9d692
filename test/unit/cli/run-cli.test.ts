import { expect, test } from 'vitest';
import { runCli } from '../../../src/cli/run-cli.ts';
import { usageError } from '../../../src/core/errors.ts';
import type { Command } from '../../../src/features/feature.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { captureOutput, nowMs } from './output-capture.ts';

const list: Command = {
  name: 'list',
  summary: 'List rows',
  options: [{ flags: '--limit <number>', description: 'rows' }],
  run: async (context) => {
    const records = context.records([{ name: 'id', header: 'Id', value: (id: number) => id }]);
    await records.add([1]);
    await records.end({ total: 3, truncated: true });
    return 5;
  },
};

const broken: Command = {
  ...list,
  name: 'broken',
  run: async (context) => {
    await context.records([{ name: 'id', header: 'Id', value: (id: number) => id }]).add([1, 2]);
    throw usageError('the vendor went away', 'Try again.');
  },
};

async function run(...argv: string[]): Promise<{ code: number; err: string }> {
  const err: string[] = [];
  const absent = async (): Promise<never> => Promise.reject(new Error('not in this test'));
  const code = await runCli({
    ...{ argv, env: {}, clock: createManualClock(nowMs), output: captureOutput() },
    stderr: { write: (text) => err.push(text), on: () => {} },
    interruption: {
      signal: new AbortController().signal,
      exitCode: () => null,
      stopListening: () => {},
    },
    screen: { enter: absent, leave: () => {}, load: absent, run: absent },
    catalogue: async () => ({ commands: [list, broken], version: '1.2.3' }),
    ...{ features: absent, openSession: absent, openDemo: absent },
  });
  return { code, err: err.join('') };
}

test.each([
  [['list'], '1 of 3 rows; --limit 0 for all\n'],
  [['list', '--limit', '10'], '1 of 3 rows; --limit 0 for all\n'],
  [['list', '--limit', '0'], '1 of 3 rows\n'],
])('%j that misses rows tells how to get all, unless all were asked for', async (argv, err) => {
  expect(await run(...argv)).toEqual({ code: 5, err });
});

test('an error after some rows is told once, and that rows may be missing', async () => {
  expect(await run('broken')).toEqual({
    code: 2,
    err: '2 rows; some may be missing\nerror: the vendor went away\nhint: Try again.\n',
  });
});
