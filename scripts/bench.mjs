// Prints scandeck's figures beside their budgets. Times are ratios within this run; bytes are exact.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { measureDeck } from './bench-deck.mjs';
import { measureExport } from './bench-export.mjs';
import { measureFile } from './bench-files.mjs';

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

function benchStart() {
  console.log('Start, against `node -e 0`');
  print('--version', `${ratio([bin, '--version']).toFixed(2)}x`, '<= 1.5x');
  print('headless call (config path)', `${ratio([bin, 'config', 'path']).toFixed(2)}x`, '<= 5x');
}

async function benchDeck() {
  console.log('\nThe deck at 120x40, on the simulator');
  const deck = await measureDeck(bin, { runs: 9, baseMs: () => millis(['-e', '0']) });
  const firstByte = median(deck.starts.map((start) => start.firstByte));
  const rows = median(deck.starts.map((start) => start.rows));
  print('something on screen', `${firstByte.toFixed(2)}x`, '<= 2x');
  print('rows on screen', `${rows.toFixed(2)}x`, '<= 7x');
  print('bytes, one cursor move (median of five)', String(deck.moveBytes), '<= 300');
  print('bytes, one page', String(deck.pageBytes), '<= 6000');
}

async function benchFile() {
  console.log('\nA file of 2 GB of registry activity, `activity --file`');
  const file = await measureFile(bin);
  print('memory, at its highest', `${file.peakMegabytes.toFixed(0)} MB`, '< 200 MB');
  print('places that cannot be read', String(file.unreadable), `= ${file.expected}`);
  print('MB a second', file.megabytesPerSecond.toFixed(0), 'none');
}

const exportBudgets = {
  0: { sample: '>= 3x', curl: '>= 0.4x' },
  100: { sample: '>= 3x', curl: '>= 2.5x' },
};

const number = (value) => Math.round(value).toLocaleString('en-US');

async function benchExport() {
  console.log('\nAn Xray export, pages of 1,000, whole runs');
  const missing = { sample: 'python3 with requests is missing', curl: 'curl is missing' };
  const { speeds, memory } = await measureExport(bin);
  for (const figures of speeds) {
    const { delayMs, rows, rowsPerSecond } = figures;
    const where = `delay ${delayMs} ms`;
    print(`rows, ${where}`, number(rows), 'none');
    print(`rows a second, ${where}`, number(rowsPerSecond), 'none');
    for (const [name, than] of Object.entries({ sample: "the vendor's sample", curl: 'curl' })) {
      const figure = figures[name] === null ? missing[name] : `${figures[name].toFixed(2)}x`;
      print(`against ${than}, ${where}`, figure, exportBudgets[delayMs][name]);
    }
  }
  if (memory === null) return print('memory of the worker', 'only on Linux', '<= 1.2x');
  print('memory of the worker, 10,000 rows', `${number(memory.few)} MB`, 'none');
  print('memory of the worker, 1,000,000 rows', `${number(memory.many)} MB`, 'none');
  print('1,000,000 rows against 10,000', `${memory.ratio.toFixed(2)}x`, '<= 1.2x');
}

const parts = { start: benchStart, deck: benchDeck, export: benchExport, file: benchFile };
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; write ${Object.keys(parts).join(', ')}.`,
  );
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(parts)) {
    if (chosen.length === 0 || chosen.includes(name)) await run();
  }
}
