import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reportError } from '../../../src/cli/error-report.ts';
import { tellError } from '../../../src/cli/tell-error.ts';
import { configError, ScandeckError, usageError } from '../../../src/core/errors.ts';
import { createManualClock } from '../../support/manual-clock.ts';

describe('the report of', () => {
  test('an error with a hint: two lines and its exit code', () => {
    expect(reportError(configError('no profile', 'Add one.'))).toEqual({
      lines: ['error: no profile', 'hint: Add one.'],
      exitCode: 2,
      stack: null,
    });
  });

  test('an error without a hint: one line', () => {
    expect(reportError(usageError('too many')).lines).toEqual(['error: too many']);
  });

  test('a config file with several faults: a line each', () => {
    expect(reportError(configError('a.json:3:9: one\na.json:5:1: two', 'Mend it.')).lines).toEqual([
      'error: a.json:3:9: one',
      'error: a.json:5:1: two',
      'hint: Mend it.',
    ]);
  });

  test('anything else: a bug, with the stack of its causes, redacted', () => {
    const cause = new Error('Authorization: Basic b3BzOmNhbmFyeS1zZWNyZXQ=');
    const report = reportError(new TypeError('x is undefined', { cause }));
    expect(report.lines[0]).toBe('error: this is a bug in scandeck: x is undefined');
    expect(report.exitCode).toBe(1);
    expect(report.stack).toMatch(/^TypeError: x is undefined\n.*caused by: Error: Authorization/s);
    expect(report.stack).not.toContain('b3BzOmNhbmFyeS1zZWNyZXQ=');
  });

  test('an error that knows that it is a bug: the same', () => {
    const bug = new ScandeckError('no such case', { code: 'bug', who: 'bug', exitCode: 1 });
    expect(reportError(bug).lines[0]).toBe('error: this is a bug in scandeck: no such case');
  });

  test('a circle of causes: it ends', () => {
    const first = new Error('first');
    first.cause = first;
    expect(reportError(first).stack?.match(/caused by/g)).toHaveLength(8);
  });

  test.each([['text'], [undefined], [null]])('a thrown %j', (thrown) => {
    expect(reportError(thrown)).toMatchObject({ exitCode: 1, stack: String(thrown) });
  });
});

describe('an error is told', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scandeck-cli-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const tell = (error: unknown, env: Record<string, string>, debugFile?: string) => {
    const err: string[] = [];
    const stderr = { write: (text: string) => err.push(text), on: () => {} };
    tellError(reportError(error), { stderr, env, clock: createManualClock(0) }, debugFile);
    return err;
  };

  test('in harmless lines', () => {
    expect(tell(usageError('bad \x1b]0;x\x07\nname'), {})).toEqual(['error: bad ␛]0;x␇␊name\n']);
  });

  test('without a stack, unless SCANDECK_DEBUG is 1', () => {
    expect(tell(new Error('oops'), {})).toHaveLength(2);
    expect(tell(new Error('oops'), { SCANDECK_DEBUG: '1' })[2]).toBe('Error: oops\n');
  });

  test('with the stack of a bug in the debug file, for its owner alone', () => {
    const file = join(folder, 'debug.log');
    tell(new Error('oops'), {}, file);
    tell(usageError('not a bug'), {}, file);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { at: '1970-01-01T00:00:00.000Z', stack: expect.stringMatching(/^Error: oops\n/) },
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('even when the debug file can not be written', () => {
    expect(tell(new Error('oops'), {}, join(folder, 'no', 'debug.log'))).toHaveLength(2);
  });
});
