import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runProgram } from './cli-program.ts';

describe('the program', () => {
  test('tells its version', async () => {
    const { code, out, err } = await runProgram(['--version']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.each([['--help'], ['progress', '--help'], ['help', 'api'], ['scan', 'start', '-h']])(
    'helps: %s %s',
    async (...args) => {
      const { code, out, err } = await runProgram(args.filter(Boolean));
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/^Usage: scandeck/);
    },
  );

  test.each([
    [['progres'], "error: unknown command 'progres'\nhint: Did you mean progress?\n"],
    [
      ['keys', '-o', 'xml'],
      /^error: option .* 'xml' is invalid.*\nhint: See `scandeck keys --help`\.\n$/,
    ],
    [['progress', '--tag', '1'], /^error: --tag without --repo.*\nhint: .*\n$/],
    [['progress'], /^error: There is no profile yet in .*\nhint: Add one with .*\n$/],
    [[], /^error: There is no profile yet in .*\nhint: .*\n$/],
    [['demo', '--seed', 'x'], /^error: --seed "x" is not a number.*\nhint: .*\n$/],
    [['scan'], /^Usage: scandeck scan/],
  ])('refuses %j with 2, on stderr alone', async (args, expected) => {
    const { code, out, err } = await runProgram(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(expected);
  });

  test('validates the keys that a config remaps against its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scandeck-keys-'));
    const file = join(folder, 'config.json');
    const keys =
      '"shell.hlep": ["H"],\n"exports.new": ["q"],\n"shell.twin": ["h"],\n"shell.log": ["l"]';
    writeFileSync(file, `{ "preferences": { "keys": {\n${keys} } } }`, { mode: 0o600 });
    const { code, out } = await runProgram(['--config', file, 'config', 'validate']);
    rmSync(folder, { recursive: true });
    expect(code).toBe(2);
    expect(out.split('\n')).toEqual([
      `${file}:2:1: preferences.keys.shell.hlep names no binding; write "shell.help"`,
      `${file}:3:17: preferences.keys.exports.new has "q", which is taken by shell.quit; write another key, or give shell.quit others`,
      expect.stringMatching(/:4:16: preferences\.keys\.shell\.twin has "h", which is taken by /),
      expect.stringMatching(/:5:15: preferences\.keys\.shell\.log has "l", which is taken by /),
      '',
    ]);
  });

  test.each(['table', 'json', 'ndjson', 'csv'])('lists its keys as %s', async (format) => {
    const { code, out, err } = await runProgram(['keys', '-o', format]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('progress.start-scan');
  });
});

describe('without a terminal', () => {
  test('the demo prints one snapshot, with scans under way', async () => {
    const { code, out, err } = await runProgram(['demo']);
    expect(code).toBe(0);
    expect(err).toMatch(/^Progress \(Prisma Cloud Compute\), profile demo$/m);
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.filter(({ state }) => state === 'scanning').length).toBeGreaterThan(1);
  });

  test('the demo is one object as json, and quiet when told', async () => {
    const { code, out, err } = await runProgram(['demo', '-q', '-o', 'json']);
    expect(code).toBe(0);
    // What is missing is said even then.
    expect(err).toMatch(/^(\d[\d,]* (of \d[\d,]* rows|rows, and there are more)\n)*$/);
    const object = JSON.parse(out);
    expect(Object.keys(object)).toEqual(['rows', 'total', 'truncated', 'asOf', 'warnings']);
    expect(object).toMatchObject({ truncated: true, asOf: expect.any(String) });
  });
});
