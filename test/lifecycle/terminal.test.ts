import { mkdtemp, readFile, rm, watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildProbe } from '../support/build-probe.ts';
import { openShell, restored, type Shell } from '../support/pty.ts';

/** Tells how the last command ended, and whether the terminal echoes what is typed. */
const report = `echo "code=$? $(stty -a | grep -o -- '-\\?\\becho\\b' | head -1)."`;

let folder: string;
let shell: Shell;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scandeck-probe-'));
  await buildProbe(join(folder, 'probe.mjs'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  shell = await openShell({ cwd: folder });
});
afterEach(() => shell.close());

const probe = `"${process.execPath}" probe.mjs pid`;

async function start(command = probe): Promise<void> {
  shell.run(`${command}; ${report}`);
  await shell.waitFor('probe 80x24 keys=.');
  await shell.waitForModes({ alternateScreen: true, autoWrap: false, bracketedPaste: true });
}

async function signal(name: NodeJS.Signals): Promise<void> {
  const pid = Number(await readFile(join(folder, 'pid'), 'utf8'));
  // 0 would be this test's own process group.
  expect(pid).toBeGreaterThan(1);
  process.kill(pid, name);
}

async function expectRestored(code: number): Promise<void> {
  await shell.waitFor(`code=${code} echo.`);
  await shell.waitForModes(restored);
}

describe('leaves the terminal as it was', () => {
  test.each([
    ['q', 'q', 0],
    ['ctrl-c', '\x03', 130],
    ['process.exit', 'e', 7],
  ])('after %s', async (_name, bytes, code) => {
    await start();
    shell.send(bytes);
    await expectRestored(code);
    expect(shell.rows().join('')).not.toContain('probe 80x24');
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('after %s', async (name, code) => {
    await start();
    await signal(name);
    await expectRestored(code);
  });

  test.each([
    ['drawing', 'd'],
    ['a key', 'k'],
    ['a timer', 'u'],
    ['a promise', 'r'],
  ])('after a failure in %s, and tells it on the primary screen', async (where, bytes) => {
    await start();
    shell.send(bytes);
    await expectRestored(1);
    expect(shell.rows().join('\n')).toContain(`Error: failed in ${where}`);
  });
});

test.each([
  ['alone', probe],
  ['with the shell that npm starts it in', `sh -c '${probe}; exit $?'`],
])('ctrl-z stops it and fg goes on, %s', async (_name, command) => {
  await start(command);
  shell.send('t\x1a');
  await shell.waitFor('Stopped');
  await shell.waitForModes(restored);
  shell.run(`clear; ${report}`);
  await shell.waitFor(/code=\d+ echo\./);
  shell.run('fg');
  await shell.waitFor('probe 80x24 keys=tctrl-z.');
  await shell.waitForModes({ alternateScreen: true, autoWrap: false, bracketedPaste: true });
  shell.send('j');
  await shell.waitFor('keys=tctrl-zj.');
  shell.send('q');
  await shell.waitForModes(restored);
});

test('goes on at once after ctrl-z when no shell could bring it back', async () => {
  shell.run(`exec ${probe}`);
  await shell.waitFor('probe 80x24 keys=.');
  shell.send('\x1a');
  await shell.waitFor('keys=ctrl-z.');
  shell.send('j');
  await shell.waitFor('keys=ctrl-zj.');
  await shell.waitForModes({ alternateScreen: true, autoWrap: false, bracketedPaste: true });
  shell.send('q');
  await shell.waitForModes(restored);
});

test('paints again after a stop that nobody announced', async () => {
  await start();
  await signal('SIGSTOP');
  await shell.waitFor('Stopped');
  shell.run('stty echo; fg');
  await shell.waitFor(/^probe 80x24 keys=\.$/m);
  shell.send('j');
  await shell.waitFor(/^probe 80x24 keys=j\.$/m);
  expect(shell.rows().join('\n')).not.toContain('Stopped');
  shell.send('q');
  await shell.waitForModes(restored);
});

test('is drawn for the size that the window has got', async () => {
  await start();
  shell.resize(100, 30);
  await shell.waitFor('probe 100x30');
  shell.resize(60, 12);
  await shell.waitFor('probe 60x12');
  shell.send('q');
  await shell.waitForModes(restored);
});

test('reads keys from the terminal when stdin is a pipe', async () => {
  await start(`echo piped | ${probe}`);
  shell.send('j');
  await shell.waitFor('keys=j.');
  shell.send('q');
  await expectRestored(0);
});

test('ends when its window is closed', async () => {
  const file = join(folder, 'code');
  const written = fileWritten(file);
  await start(`sh -c 'trap : HUP; ${probe}; echo $? > code'`);
  await shell.close();
  expect(await written).toBe('129\n');
});

/** Waits for a file to be written. @returns its text */
async function fileWritten(file: string): Promise<string> {
  const signal = AbortSignal.timeout(20_000);
  for await (const { filename } of watch(dirname(file), { signal })) {
    if (filename !== basename(file)) continue;
    const text = await readFile(file, 'utf8');
    if (text !== '') return text;
  }
  throw new Error(`${file} was not written`);
}
