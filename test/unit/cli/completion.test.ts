import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { completionCommand } from '../../../src/cli/completion-command.ts';
import { completionNodes } from '../../../src/cli/completion-words.ts';
import type { Command } from '../../../src/features/feature.ts';
import { testContext } from './test-context.ts';

const command = (name: string, flags: readonly string[] = []): Command => ({
  ...{ name, summary: `It's ${name}`, run: async () => 0 },
  options: flags.map((flag) => ({ flags: flag, description: 'text' })),
});
const commands = [
  command('scan start', ['-t, --tag <tag>']),
  command('scan stop'),
  command('keys'),
];

async function scriptFor(shell: string) {
  const { context, out } = testContext();
  await completionCommand(commands).run(context, { arguments: [shell], options: {} });
  return out();
}

describe('completion', () => {
  test('knows commands, groups and their flags', () => {
    const nodes = completionNodes(commands);
    expect(nodes.map(({ path }) => path)).toEqual([
      '',
      'demo',
      'scan',
      'scan start',
      'scan stop',
      'keys',
    ]);
    expect(nodes[0]?.commands.map(({ word }) => word)).toEqual(['demo', 'scan', 'keys']);
    expect(nodes[2]?.commands.map(({ word }) => word)).toEqual(['start', 'stop']);
    expect(nodes[3]?.flags.map(({ name }) => name).slice(0, 2)).toEqual(['tag', 'config']);
  });

  test.each([
    [['sc'], ['scan']],
    [['scan', ''], expect.arrayContaining(['start', 'stop', '--profile'])],
    [['scan', 'start', '--t'], ['--tag']],
    [
      ['--quiet', 'scan', 'st'],
      ['start', 'stop'],
    ],
    [['keys', '-o', 't'], ['table']],
    [
      ['keys', '--output', ''],
      ['table', 'json', 'ndjson', 'csv'],
    ],
    [['nope', 'zzz'], []],
  ])('of %j in bash is %j', async (words, expected) => {
    const script = `${await scriptFor('bash')}
      COMP_WORDS=(scandeck "$@"); COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
      _scandeck; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words]);
    expect(stderr.toString()).toBe('');
    expect(stdout.toString().split('\n').filter(Boolean)).toEqual(expected);
  });

  test.each(['zsh', 'fish'])('for %s names every command', async (shell) => {
    const script = await scriptFor(shell);
    for (const word of ['start', 'stop', 'keys', 'completion', 'tag'])
      expect(script).toContain(word);
  });

  test('for another shell is an error', async () => {
    await expect(scriptFor('constructor')).rejects.toMatchObject({ exitCode: 2 });
  });
});
