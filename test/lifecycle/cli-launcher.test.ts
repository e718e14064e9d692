import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runProgram } from './cli-program.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scandeck-bin-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a copy of the launcher in a Node that takes itself for an old one. */
function runOld(...args: string[]) {
  const script = join(folder, 'bin/scandeck.js');
  cpSync(resolve('bin/scandeck.js'), script);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const disguise = `Object.defineProperty(process,'versions',{value:{node:'20.1.0'}})`;
  return runProgram(args, { script, node: ['--import', `data:text/javascript,${disguise}`] });
}

/** Puts a stand-in for the pinned Node beside the launcher. */
function pin(script: string): void {
  const bin = join(folder, 'node_modules/node/bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'node'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

describe('under an old Node the launcher', () => {
  test('says what is needed', async () => {
    expect(await runOld('demo')).toEqual({
      code: 2,
      signal: null,
      out: '',
      err: 'scandeck needs Node >= 22.19; this is Node 20.1.0.\n',
    });
  });

  test('hands over to the pinned Node beside it', async () => {
    pin('shift; echo "pinned: $*"; exit 7');
    expect(await runOld('keys', '-o', 'csv')).toEqual({
      code: 7,
      signal: null,
      out: 'pinned: keys -o csv\n',
      err: '',
    });
  });

  test('ends by the same signal as the pinned Node', async () => {
    pin('kill -KILL $$');
    expect(await runOld('keys')).toMatchObject({ code: null, signal: 'SIGKILL' });
  });
});

test.runIf(process.platform === 'linux')(
  'compiled code is kept in a folder of the user\u2019s own, not in everybody\u2019s',
  async () => {
    const [XDG_CACHE_HOME, TMPDIR] = [join(folder, 'cache'), join(folder, 'tmp')];
    mkdirSync(TMPDIR);
    const { code } = await runProgram(['--version'], { env: { XDG_CACHE_HOME, TMPDIR } });
    expect(code).toBe(0);
    expect(readdirSync(XDG_CACHE_HOME)).toEqual(['scandeck']);
    expect(readdirSync(join(XDG_CACHE_HOME, 'scandeck'))).toHaveLength(1);
    expect(readdirSync(TMPDIR)).toEqual([]);
  },
);

test.each(['/no/such/home', '', '/dev/null'])('with a home of %j nothing is kept', async (HOME) => {
  const env = { HOME, LOCALAPPDATA: HOME, XDG_CACHE_HOME: '' };
  expect(await runProgram(['--version'], { env })).toMatchObject({ code: 0, err: '' });
});
