import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSecrets } from '../../../src/config/secrets.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createTempFolder, type TempFolder } from './temp-folder.ts';

const canary = 'canary-4711';

let folder: TempFolder;

beforeEach(() => {
  folder = createTempFolder();
});

afterEach(() => folder.remove());

const secrets = (env: Record<string, string> = {}) =>
  createSecrets({
    env: { PATH: process.env.PATH, ...env },
    clock: systemClock,
    folder: folder.path,
  });

const failure = async (reference: string, env: Record<string, string> = {}) => {
  const error: unknown = await secrets(env)
    .resolve(reference)
    .then(
      () => null,
      (reason: unknown) => reason,
    );
  expect(error).toMatchObject({ code: 'config', exitCode: 2 });
  expect(JSON.stringify(error) + String(error) + String((error as Error).stack)).not.toContain(
    canary,
  );
  return String(error);
};

describe('env:', () => {
  test('gives the variable', async () => {
    expect(await secrets({ P: canary }).resolve('env:P')).toBe(canary);
  });

  test.each([
    [{}, 'The environment variable P is not set'],
    [{ P: '' }, 'The environment variable P is empty'],
    [{ P: `${canary}\nmore` }, 'The secret env:P holds more than one line'],
  ])('%j fails', async (env, expected) => {
    expect(await failure('env:P', env as Record<string, string>)).toContain(expected);
  });
});

describe('file:', () => {
  test.each(['\n', '\r\n', ''])('gives its content without the last line end %j', async (end) => {
    writeFileSync(folder.file('s'), canary + end);
    expect(await secrets().resolve(`file:${folder.file('s')}`)).toBe(canary);
    expect(await secrets().resolve('file:s')).toBe(canary);
  });

  test.each([
    ['gone', null, 'The secret file:gone cannot be read: ENOENT'],
    ['empty', '\n', 'The secret file:empty is empty'],
    ['two', `${canary}\n${canary}\n`, 'The secret file:two holds more than one line'],
    ['long', canary.repeat(10_000), 'The secret file:long is too long'],
  ])('%s fails', async (name, content, expected) => {
    if (content !== null) writeFileSync(folder.file(name), content);
    expect(await failure(`file:${name}`)).toContain(expected);
  });
});

describe('command:', () => {
  test('gives its stdout, and has the environment', async () => {
    expect(await secrets({ P: canary }).resolve('command:printf "%s\\n" "$P"')).toBe(canary);
  });

  test.each([
    ['command:echo $P; exit 3', 'ended with 3'],
    ['command:kill -9 $$', 'was ended by SIGKILL'],
    ['command:true', 'is empty'],
    ['command:no-such-command-here $P', 'ended with 127'],
    ['command:yes "$P"', 'printed too much for a secret'],
  ])('%s fails and says nothing of the output', async (reference, expected) => {
    expect(await failure(reference, { P: canary })).toContain(
      `The secret ${reference} ${expected}`,
    );
  });

  test('has no terminal to ask on', async () => {
    expect(await failure('command:read answer < /dev/tty && echo "$answer"')).toContain(
      'ended with',
    );
  });

  test('is ended with all that it started after 30 seconds', async () => {
    const clock = createManualClock();
    execFileSync('mkfifo', [folder.file('pipe')]);
    const all = createSecrets({ env: process.env, clock, folder: folder.path });
    const outcome = all
      .resolve(`command:sleep 600 & echo $! > ${folder.file('pipe')}; wait`)
      .catch((error: unknown) => String(error));
    const pid = Number(await readFile(folder.file('pipe'), 'utf8'));
    await clock.advance(30_000);
    expect(await outcome).toContain('gave no answer within 30 seconds');
    await ended(pid);
  });

  test('is ended when the session closes', async () => {
    const all = secrets();
    const outcome = all.resolve('command:sleep 600').catch((error: unknown) => String(error));
    all.close();
    expect(await outcome).toContain('was stopped');
  });
});

/** Waits until there is no such process; a zombie counts as none. */
async function ended(pid: number): Promise<void> {
  const lives = () => {
    try {
      process.kill(pid, 0);
      return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  };
  while (lives()) await new Promise((resolve) => setImmediate(resolve));
}

describe('keeping', () => {
  const counting = 'command:echo x >> count; cat value';

  const look = async () => {
    const clock = systemClock;
    const env = { PATH: process.env.PATH };
    const all = createSecrets({ env, clock, folder: folder.path });
    const reference = counting
      .replace('count', folder.file('count'))
      .replace('value', folder.file('value'));
    return { all, reference };
  };

  const count = () => readFileSync(folder.file('count'), 'utf8').trim().split('\n').length;

  test('nothing is looked up before it is asked for, and once only', async () => {
    writeFileSync(folder.file('value'), canary);
    const { all, reference } = await look();
    expect(existsSync(folder.file('count'))).toBe(false);
    await Promise.all([all.resolve(reference), all.resolve(reference)]);
    await all.resolve(reference);
    expect(count()).toBe(1);
  });

  test('a failure is not kept', async () => {
    const { all, reference } = await look();
    await expect(all.resolve(reference)).rejects.toThrow('ended with 1');
    writeFileSync(folder.file('value'), canary);
    expect(await all.resolve(reference)).toBe(canary);
    expect(count()).toBe(2);
  });

  test('a refused secret is looked up again', async () => {
    writeFileSync(folder.file('value'), 'old');
    const { all, reference } = await look();
    await all.resolve(reference);
    writeFileSync(folder.file('value'), 'new');
    expect(await all.resolve(reference)).toBe('old');
    expect(await all.resolve(reference, { fresh: true })).toBe('new');
    expect(await all.resolve(reference)).toBe('new');
  });
});
