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

async function openDeck(bin, config) {
  const deck = openTerminal(bin, config);
  const ended = new Promise((resolve) => deck.terminal.onExit(resolve));
  while (!/\d+\/\d+/.test(deck.state.text)) await new Promise((resolve) => setTimeout(resolve, 2));
  return { ...deck, ended, rowsMs: performance.now() - deck.started };
}

async function close(deck) {
  deck.terminal.write('q');
  await deck.ended;
}

/** Starts the deck and ends it again. @returns the first byte and the first rows, in ms */
async function measureStart(bin, config) {
  const deck = await openDeck(bin, config);
  await quiet(deck.state);
  await close(deck);
  return { firstByteMs: deck.state.firstByteMs, rowsMs: deck.rowsMs };
}

async function measureBytes(bin, config) {
  const deck = await openDeck(bin, config);
  const moves = [];
  for (const key of ['j', 'j', 'k', 'j', 'k']) moves.push(await bytesOf(key, deck));
  const pageBytes = await bytesOf('G', deck);
  await close(deck);
  return { moveBytes: moves.toSorted((a, b) => a - b)[2], pageBytes };
}

/**
 * Measures the real program.
 *
 * @param baseMs measures an empty Node once, in ms; called beside each start
 * @returns starts as ratios of that, and bytes
 */
export async function measureDeck(bin, { runs, baseMs }) {
  const folder = await mkdtemp(join(tmpdir(), 'scandeck-bench-'));
  const simulator = await startSimulator(bin);
  const config = join(folder, 'config.json');
  await writeFile(config, simulator.profile, { mode: 0o600 });
  const starts = [];
  for (let run = 0; run < runs; run += 1) {
    const base = baseMs();
    const { firstByteMs, rowsMs } = await measureStart(bin, config);
    starts.push({ firstByte: firstByteMs / base, rows: rowsMs / base });
  }
  const bytes = await measureBytes(bin, config);
  simulator.stop();
  await rm(folder, { recursive: true });
  return { starts, ...bytes };
}
