import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openShell, restored, type Shell } from '../support/pty.ts';

/* The built program (`npm run build`), in a real terminal, on the embedded simulator. */

const report = `echo "code=$? $(stty -a | grep -o -- '-\\?\\becho\\b' | head -1)."`;
const scandeck = `"${process.execPath}" "${resolve('bin/scandeck.js')}"`;
const painted = { alternateScreen: true, autoWrap: false, cursorVisible: false };

let folder: string;
let shell: Shell;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scandeck-deck-'));
  shell = await openShell({ columns: 120, rows: 40, cwd: folder });
});
afterEach(async () => {
  await shell.close();
  await rm(folder, { recursive: true });
});

async function start(command = `${scandeck} demo`): Promise<void> {
  shell.run(`${command}; ${report}`);
  await shell.waitFor(/^ 1 Progress/m);
  await shell.waitForModes({ ...painted, bracketedPaste: true });
}

describe('the deck leaves the terminal as it was', () => {
  test.each([
    ['q', 'q', 0],
    ['ctrl-c', '\x03', 130],
  ])('after %s', async (_name, bytes, code) => {
    await start();
    shell.send(bytes);
    await shell.waitFor(`code=${code} echo.`);
    await shell.waitForModes(restored);
    expect(shell.rows().join('\n')).not.toContain('Progress');
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('after %s', async (name, code) => {
    await start(`sh -c 'echo $$ > pid; exec ${scandeck} demo'`);
    const pid = Number(await readFile(join(folder, 'pid'), 'utf8'));
    // 0 would be this test's own process group.
    expect(pid).toBeGreaterThan(1);
    process.kill(pid, name);
    await shell.waitFor(`code=${code} echo.`);
    await shell.waitForModes(restored);
  });
});

test('ctrl-z stops the deck and fg goes on with it', async () => {
  await start();
  shell.send('\x1a');
  await shell.waitFor('Stopped');
  await shell.waitForModes(restored);
  shell.run('clear; fg');
  await shell.waitFor(/^ 1 Progress/m);
  await shell.waitForModes(painted);
  shell.send('?');
  await shell.waitFor('Go to the next region');
  shell.send('\x03');
  await shell.waitForModes(restored);
});

test('the deck fills the window, whatever its size becomes', async () => {
  await start();
  shell.resize(80, 24);
  await expectFooter(24);
  shell.resize(200, 60);
  await expectFooter(60);
  shell.resize(50, 12);
  await shell.waitFor('needs 60x15');
  shell.send('q');
  await shell.waitForModes(restored);
});

/** The footer is the last row, and the tabs are the second. */
async function expectFooter(rows: number): Promise<void> {
  await shell.waitFor(new RegExp(`^.*\\n 1 Progress(.*\\n){${rows - 2}}.*help.*$`));
}

test('the deck reads keys from the terminal when stdin is a pipe', async () => {
  await start(`echo piped | ${scandeck} demo`);
  shell.send('q');
  await shell.waitFor('code=0 echo.');
  await shell.waitForModes(restored);
});

test.each([
  ['stdout is a pipe', `${scandeck} demo 2>&1 | grep -o '"source":"prisma"' | head -1`, '"prisma"'],
  ['the terminal is dumb', `TERM=dumb ${scandeck} demo | head -3`, 'Progress (Prisma'],
])('prints one snapshot and paints nothing when %s', async (_name, command, text) => {
  shell.run(`${command}; ${report}`);
  await shell.waitFor('code=0 echo.');
  expect(shell.rows().join('\n')).toContain(text);
  expect(shell.modes()).toMatchObject(restored);
});
