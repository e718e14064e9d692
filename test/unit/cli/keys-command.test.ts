import { expect, test } from 'vitest';
import { keysCommand } from '../../../src/cli/keys-command.ts';
import { testContext } from './test-context.ts';

const command = keysCommand([
  {
    pane: null,
    bindings: [{ id: 'shell.help', keys: ['?', 'h'], title: 'Show the keys', group: 'Deck' }],
  },
  {
    pane: 'Progress',
    bindings: [
      { id: 'progress.stop', keys: ['X'], title: 'Stop', group: 'Scans', dangerous: true },
    ],
  },
]);
const input = { arguments: [], options: {} };

test('keys are records', async () => {
  const { context, out } = testContext({ format: 'ndjson' });
  expect(await command.run(context, input)).toBe(0);
  expect(
    out()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      id: 'shell.help',
      keys: ['?', 'h'],
      title: 'Show the keys',
      group: 'Deck',
      pane: null,
      dangerous: false,
    },
    {
      id: 'progress.stop',
      keys: ['X'],
      title: 'Stop',
      group: 'Scans',
      pane: 'Progress',
      dangerous: true,
    },
  ]);
});

test('keys are a table', async () => {
  const { context, out } = testContext({ format: 'table' });
  await command.run(context, input);
  expect(out().split('\n').slice(0, 3)).toEqual([
    'Pane      Group  Keys  Does           Dangerous  Id',
    'all       Deck   ? h   Show the keys  false      shell.help',
    'Progress  Scans  X     Stop           true       progress.stop',
  ]);
});
