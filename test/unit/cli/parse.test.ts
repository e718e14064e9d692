import { describe, expect, test } from 'vitest';
import { type Invocation, parseArguments } from '../../../src/cli/parse.ts';
import { ScandeckError } from '../../../src/core/errors.ts';
import type { Command } from '../../../src/features/feature.ts';

const command = (name: string, more: Partial<Command> = {}): Command => ({
  name,
  summary: `Do ${name}`,
  run: async () => 0,
  ...more,
});

const commands: readonly Command[] = [
  command('progress', {
    options: [
      { flags: '--repo <name>', description: 'repository' },
      { flags: '--watch', description: 'go on' },
      { flags: '--interval <duration>', description: 'pause', defaultValue: '2s' },
      { flags: '--since <time>', description: 'from then on' },
      { flags: '--out <file>', description: 'target' },
      { flags: '--tag <tag>', description: 'tag', repeatable: true },
    ],
    examples: ['scandeck progress --watch'],
  }),
  command('scan start', { options: [{ flags: '--tag <tag>', description: 'tag' }] }),
  command('scan stop'),
  command('scan work', { isHidden: true }),
  command('logs', {
    options: [
      { flags: '--limit <number>', description: 'rows' },
      { flags: '--cluster <name>', description: 'cluster' },
    ],
  }),
  command('logs history', {
    arguments: [{ name: '<image>', description: 'image' }],
    options: [{ flags: '--limit <number>', description: 'rows' }],
  }),
  command('api', {
    arguments: [
      { name: '<source>', description: 'source' },
      { name: '<path...>', description: 'paths' },
    ],
    options: [{ flags: '--query <pair>', description: 'k=v', repeatable: true }],
  }),
];

const parse = (...argv: string[]) => parseArguments(argv, { commands, version: '1.2.3' });

/** What a test looks at: the command by name. */
function brief(invocation: Invocation): unknown {
  if (invocation.kind !== 'command') return invocation;
  const { command: chosen, input, globals } = invocation;
  return { name: chosen.name, arguments: input.arguments, options: input.options, globals };
}

const globals = { readOnly: false, demo: false, quiet: false, local: false };

describe('a command line', () => {
  test.each<[string[], unknown]>([
    [[], { kind: 'deck', demo: null, globals }],
    [
      ['--profile', 'prod', '--read-only'],
      { kind: 'deck', demo: null, globals: { ...globals, profile: 'prod', readOnly: true } },
    ],
    [
      ['demo', '--seed', '7'],
      { kind: 'deck', demo: { arguments: [], options: { seed: '7', speed: '1' } }, globals },
    ],
    [['progress'], { name: 'progress', arguments: [], options: { interval: '2s' }, globals }],
    [
      ['progress', '--since', '-3h', '--watch', '-o', 'csv', '-q'],
      {
        name: 'progress',
        arguments: [],
        options: { interval: '2s', since: '-3h', watch: true },
        globals: { ...globals, format: 'csv', quiet: true },
      },
    ],
    [
      ['progress', '--since', '-', '--out', '-', '--repo', '-x', '--tag', '--any', '--tag', '-1'],
      {
        name: 'progress',
        arguments: [],
        options: { interval: '2s', since: '-', out: '-', repo: '-x', tag: ['--any', '-1'] },
        globals,
      },
    ],
    [
      ['progress', '--out=--watch', '--repo=-q', '--tag=--watch', '--config=--demo'],
      {
        name: 'progress',
        arguments: [],
        options: { interval: '2s', out: '--watch', repo: '-q', tag: ['--watch'] },
        globals: { ...globals, configFile: '--demo' },
      },
    ],
    [
      ['--config', 'a.json', '--debug=d.log', '--local', 'scan', 'start', '--tag=3.16'],
      {
        name: 'scan start',
        arguments: [],
        options: { tag: '3.16' },
        globals: { ...globals, configFile: 'a.json', debugFile: 'd.log', local: true },
      },
    ],
    [['logs', '--limit', '3'], { name: 'logs', arguments: [], options: { limit: '3' }, globals }],
    [
      ['logs', 'history', 'alpine:3', '--limit', '5', '-q'],
      {
        name: 'logs history',
        arguments: ['alpine:3'],
        options: { limit: '5' },
        globals: { ...globals, quiet: true },
      },
    ],
    [['scan', 'stop'], { name: 'scan stop', arguments: [], options: {}, globals }],
    [
      ['api', 'prisma', 'x', 'y', '--query', 'a=1', '--query', 'b=2'],
      {
        name: 'api',
        arguments: ['prisma', 'x', 'y'],
        options: { query: ['a=1', 'b=2'] },
        globals,
      },
    ],
  ])('%j', (argv, expected) => {
    expect(brief(parse(...argv))).toEqual(expected);
  });
});

describe('a wrong command line', () => {
  test.each([
    [['progres'], "unknown command 'progres'", 'Did you mean progress?'],
    [['scan', 'strat'], "unknown command 'strat'", 'Did you mean start?'],
    [['zzzzzz'], "unknown command 'zzzzzz'", 'See `scandeck --help`.'],
    [
      ['--demo-seed', '7', 'progress'],
      '--demo-seed without --demo',
      'Write `scandeck --demo --demo-seed 7 …`.',
    ],
    [['--nope-at-all'], "unknown option '--nope-at-all'", 'See `scandeck --help`.'],
    [['progress', '--rpeo', 'x'], "unknown option '--rpeo'", 'Did you mean --repo?'],
    [['progress', '--qiet'], "unknown option '--qiet'", 'Did you mean --quiet?'],
    [
      ['progress', '--repo'],
      "option '--repo <name>' argument missing",
      'See `scandeck progress --help`.',
    ],
    [
      ['progress', '--out', '--watch'],
      '--out needs a <file>, and --watch is an option',
      'For a file of that name write --out ./--watch.',
    ],
    [
      ['progress', '--out', '--wacth'],
      '--out needs a <file>, and --wacth looks like an option',
      'For a file of that name write --out ./--wacth.',
    ],
    [
      ['progress', '--out', '-q'],
      "option '--out <file>' argument missing",
      'See `scandeck progress --help`.',
    ],
    [
      ['progress', '--repo', '--interval=5s'],
      '--repo needs a <name>, and --interval=5s is an option',
      'If it is meant as it stands, write --repo=--interval=5s.',
    ],
    [
      ['progress', '--tag', '1', '--tag', '--help'],
      '--tag needs a <tag>, and --help is an option',
      'If it is meant as it stands, write --tag=--help.',
    ],
    [
      ['logs', 'history', 'alpine:3', '--limit', '--cluster'],
      '--limit needs a <number>, and --cluster is an option',
      'If it is meant as it stands, write --limit=--cluster.',
    ],
    [
      ['--profile', '--read-only'],
      '--profile needs a <name>, and --read-only is an option',
      'If it is meant as it stands, write --profile=--read-only.',
    ],
    [
      ['-o', '--quiet', 'progress'],
      '--output needs a <format>, and --quiet is an option',
      'If it is meant as it stands, write --output=--quiet.',
    ],
    [
      ['-o', 'xml', 'scan', 'stop'],
      "option '-o, --output <format>' argument 'xml' is invalid. Allowed choices are table, json, ndjson, csv.",
      'See `scandeck scan stop --help`.',
    ],
    [['api'], "missing required argument 'source'", 'See `scandeck api --help`.'],
    [
      ['logs', 'history', 'alpine:3', '--cluster', 'a'],
      '--cluster does not go with logs history',
      'See `scandeck logs history --help`.',
    ],
    [
      ['scan', 'stop', 'now'],
      "too many arguments for 'stop'. Expected 0 arguments but got 1: now.",
      'See `scandeck scan stop --help`.',
    ],
  ])('%j', (argv, message, hint) => {
    let error: unknown;
    try {
      parse(...argv);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ScandeckError);
    expect(error).toMatchObject({ message, hint, code: 'usage', exitCode: 2 });
  });
});

describe('help', () => {
  const text = (...argv: string[]) => {
    const invocation = parse(...argv);
    return invocation.kind === 'print' ? invocation : { text: '', isError: null };
  };

  test('of the program lists commands, groups and exit codes', () => {
    const { text: help, isError } = text('--help');
    expect(help.match(/--output <format>/g)).toHaveLength(1);
    expect(isError).toBe(false);
    expect(help).toMatch(/^ {2}progress \[options\] +Do progress$/m);
    expect(help).toMatch(/^ {2}scan +start, stop$/m);
    expect(help).toMatch(/^ {2}3 +unreachable/m);
  });

  test('of a command has its examples and the global options', () => {
    const { text: help } = text('progress', '--help');
    expect(help).toContain('  $ scandeck progress --watch\n');
    expect(help).toContain('--output <format>');
    expect(help).toContain('(default: "2s")');
    expect(text('help', 'progress').text).toBe(help);
  });

  test('of a longer command has none of the shorter one', () => {
    const { text: help } = text('logs', 'history', '--help');
    expect(help).toContain('--limit <number>');
    expect(help).toContain('--output <format>');
    expect(help).not.toContain('--cluster');
  });

  test('is shown as an error for a group alone', () => {
    expect(text('scan').isError).toBe(true);
    expect(text('scan').text).toContain('Usage: scandeck scan');
  });

  test('the version is a line', () => {
    expect(parse('--version')).toEqual({ kind: 'print', text: '1.2.3\n', isError: false });
    expect(parse('progress', '-V')).toEqual({ kind: 'print', text: '1.2.3\n', isError: false });
  });
});
