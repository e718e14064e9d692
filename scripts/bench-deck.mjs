// Runs the real program in a pseudo-terminal against a simulator that stands still.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn as spawnTerminal } from '@lydell/node-pty';

const size = { cols: 120, rows: 40 };
const quietMs = 400;

/** Starts `scandeck simulate` and resolves with the profile that it prints. */
async function startSimulator(bin) {
  const child = spawn(process.execPath, [bin, 'simulate', '--speed', '0.01'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.setEncoding('utf8');
  await new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.trimEnd().endsWith('\n}')) resolve();
    });
  });
  return { profile: text, stop: () => child.kill('SIGTERM') };
}

function openTerminal(bin, config) {
  const started = performance.now();
  const terminal = spawnTerminal(process.execPath, [bin, '--config', config], {
    ...size,
    env: { ...process.env, TERM: 'xterm-256color' },
  });
  const state = { text: '', bytes: 0, firstByteMs: 0, lastByteAt: started };
  terminal.onData((data) => {
    state.firstByteMs ||= performance.now() - started;
    state.text += data;
    state.bytes += Buffer.byteLength(data);
    state.lastByteAt = performance.now();
  });
  return { terminal, state, started };
}

async function quiet(state) {
  do await new Promise((resolve) => setTimeout(resolve, 50));
  while (performance.now() - state.lastByteAt < quietMs);
}

async function bytesOf(key, { terminal, state }) {
  await quiet(state);
  const before = state.bytes;
  terminal.write(key);
  state.lastByteAt = performance.now();
  await quiet(state);
  return state.bytes - before;
}

/** @returns the first byte and the first rows, in ms; bytes of a cursor move and of a page */
export async function measureDeck(bin) {
  const folder = await mkdtemp(join(tmpdir(), 'scandeck-bench-'));
  const simulator = await startSimulator(bin);
  const config = join(folder, 'config.json');
  await writeFile(config, simulator.profile, { mode: 0o600 });
  const deck = openTerminal(bin, config);
  const ended = new Promise((resolve) => deck.terminal.onExit(resolve));
  while (!/\d+\/\d+/.test(deck.state.text)) await new Promise((resolve) => setTimeout(resolve, 2));
  const rowsMs = performance.now() - deck.started;
  const moves = [];
  for (const key of ['j', 'j', 'k', 'j', 'k']) moves.push(await bytesOf(key, deck));
  const pageBytes = await bytesOf('G', deck);
  deck.terminal.write('q');
  await ended;
  simulator.stop();
  await rm(folder, { recursive: true });
  moves.sort((a, b) => a - b);
  return { firstByteMs: deck.state.firstByteMs, rowsMs, moveBytes: moves[2], pageBytes };
}
