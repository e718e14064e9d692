// Prints scandeck's figures beside their budgets. Times are ratios within this run; bytes are exact.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { measureDeck } from './bench-deck.mjs';

const bin = fileURLToPath(new URL('../bin/scandeck.js', import.meta.url));
const runs = 15;

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function millis(args) {
  const started = performance.now();
  spawnSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - started;
}

/** Median of ratios, each pair run one after the other. */
function ratio(args) {
  const ratios = Array.from({ length: runs }, () => {
    const base = millis(['-e', '0']);
    return millis(args) / base;
  });
  return median(ratios);
}

function print(what, figure, budget) {
  console.log(`${what.padEnd(44)} ${figure.padStart(12)}   budget ${budget}`);
}

console.log('Start, against `node -e 0`');
print('--version', `${ratio([bin, '--version']).toFixed(2)}x`, '<= 1.5x');
print('headless call (config path)', `${ratio([bin, 'config', 'path']).toFixed(2)}x`, '<= 5x');

console.log('\nThe deck at 120x40, on the simulator');
const deck = await measureDeck(bin, { runs: 9, baseMs: () => millis(['-e', '0']) });
const firstByte = median(deck.starts.map((start) => start.firstByte));
const rows = median(deck.starts.map((start) => start.rows));
print('something on screen', `${firstByte.toFixed(2)}x`, '<= 2x');
print('rows on screen', `${rows.toFixed(2)}x`, '<= 7x');
print('bytes, one cursor move (median of five)', String(deck.moveBytes), '<= 300');
print('bytes, one page', String(deck.pageBytes), '<= 6000');
