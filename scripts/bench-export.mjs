// Measures an export against curl and the vendor's own way, on one server and in one go.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { canWatch, watchPeak } from './bench-export-memory.mjs';

/** Enough that what is measured is the export rather than the start of the programs. */
const rowsAt = { 0: 1_000_000, 100: 200_000 };
const fewRows = 10_000;
const pageRows = 1000;
const windowMs = 6 * 86_400_000;
const scriptAt = (name) => fileURLToPath(new URL(name, import.meta.url));

async function startServer(rows, delayMs) {
  const args = [scriptAt('bench-audit-server.mjs'), String(rows), String(delayMs)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { ...JSON.parse(line), rows, stop: () => child.kill('SIGTERM') };
}

/** Runs a program to its end. @returns its seconds, and its workers' peak memory in megabytes */
async function run(command, args, options = {}) {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
  let words = '';
  child.stderr.on('data', (chunk) => {
    words += chunk;
  });
  let isOver = false;
  const exit = once(child, 'close').finally(() => {
    isOver = true;
  });
  const watching = watchPeak(child.pid, () => isOver);
  const [status] = await exit;
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${command} failed: ${words}`);
  return { seconds, megabytes: await watching };
}

const isThere = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** The addresses of all pages, in order: what the sample asks for, too. */
function pageUrls({ url, rows, sinceMs, untilMs }) {
  const urls = [];
  const stepMs = (untilMs - sinceMs) / rows;
  for (let from = sinceMs; from < untilMs; from += windowMs) {
    const to = Math.min(from + windowMs, untilMs);
    const count = Math.ceil((to - from) / stepMs);
    for (let offset = 0; offset < count; offset += pageRows) {
      const bounds = `created_at_start=${timeOf(from)}&created_at_end=${timeOf(to)}`;
      const query = `order_by=id&direction=asc&num_of_rows=${pageRows}&offset=${offset}&${bounds}`;
      urls.push(`${url}/xray/api/v1/curation/audit/packages?${query}`);
    }
  }
  return urls;
}

const timeOf = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

async function runCurl(server, folder) {
  const list = join(folder, 'curl.txt');
  await writeFile(
    list,
    pageUrls(server)
      .map((url) => `url = "${url}"\n`)
      .join(''),
  );
  const out = openSync(join(folder, 'curl.out'), 'w');
  try {
    return (await run('curl', ['-sS', '-K', list], { stdio: ['ignore', out, 'pipe'] })).seconds;
  } finally {
    closeSync(out);
  }
}

async function runSample({ url, rows, sinceMs, untilMs }, folder) {
  const out = join(folder, 'sample.ndjson');
  const times = [sinceMs / 1000, untilMs / 1000].map(String);
  const script = scriptAt('bench-vendor-sample.py');
  const { seconds } = await run('python3', [script, url, ...times, out]);
  checkRows(out, rows, 'the sample');
  return seconds;
}

async function runScandeck({ url, rows, sinceMs, untilMs }, folder, bin) {
  const config = join(folder, 'config.json');
  const auth = { type: 'bearer', token: 'env:BENCH_TOKEN' };
  const profiles = { bench: { xray: { url, auth } } };
  await writeFile(config, JSON.stringify({ currentProfile: 'bench', profiles }), { mode: 0o600 });
  const out = join(folder, 'scandeck.ndjson');
  const env = { ...process.env, BENCH_TOKEN: 'bench', SCANDECK_STATE: join(folder, 'state') };
  const taken = await run(
    process.execPath,
    [
      ...[bin, '--config', config, '-q', 'export', 'xray-audit', '--force'],
      ...['--since', timeOf(sinceMs), '--until', timeOf(untilMs)],
      ...['--page-size', String(pageRows), '--out', out],
    ],
    { env },
  );
  checkRows(out, rows, 'scandeck');
  return taken;
}

const chunkBytes = 1024 * 1024;

/** A figure of an incomplete export would be worth nothing. */
function checkRows(path, rows, who) {
  const chunk = Buffer.allocUnsafe(chunkBytes);
  const file = openSync(path, 'r');
  let count = 0;
  for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
    const part = chunk.subarray(0, size);
    for (let at = part.indexOf(10); at !== -1; at = part.indexOf(10, at + 1)) count += 1;
  }
  closeSync(file);
  if (count !== rows) throw new Error(`${who} wrote ${count} of ${rows} rows`);
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs a task with a server and a folder of its own. */
async function withServer(rows, delayMs, task) {
  const folder = await mkdtemp(join(tmpdir(), 'scandeck-bench-'));
  const server = await startServer(rows, delayMs);
  try {
    return await task(server, folder);
  } finally {
    server.stop();
    await rm(folder, { recursive: true });
  }
}

const of = (values) => (values.length === 0 ? null : median(values));

function measureAt(delayMs, runs, { bin, hasSample, hasCurl }) {
  const rows = rowsAt[delayMs];
  const ratios = { sample: [], curl: [] };
  const taken = [];
  return withServer(rows, delayMs, async (server, folder) => {
    for (let turn = 0; turn < runs; turn += 1) {
      const own = await runScandeck(server, folder, bin);
      taken.push(own);
      if (hasCurl) ratios.curl.push((await runCurl(server, folder)) / own.seconds);
      if (hasSample) ratios.sample.push((await runSample(server, folder)) / own.seconds);
    }
    return {
      ...{ delayMs, rows, sample: of(ratios.sample), curl: of(ratios.curl) },
      rowsPerSecond: rows / median(taken.map(({ seconds }) => seconds)),
      megabytes: median(taken.map(({ megabytes }) => megabytes)),
    };
  });
}

function peakOfFew(runs, { bin }) {
  return withServer(fewRows, 0, async (server, folder) => {
    const peaks = [];
    for (let turn = 0; turn < runs; turn += 1) {
      peaks.push((await runScandeck(server, folder, bin)).megabytes);
    }
    return median(peaks);
  });
}

/**
 * Measures exports of audit events, in whole runs of the programs.
 *
 * @returns for each delay of the server: rows a second, and how many times as fast as the vendor's
 * sample logic and as curl; null where the program to compare with is missing. And the worker's peak
 * memory at 1,000,000 rows against that at 10,000; null where the system does not tell it
 */
export async function measureExport(bin) {
  const tools = {
    bin,
    hasSample: isThere('python3', ['-c', 'import requests']),
    hasCurl: isThere('curl', ['--version']),
  };
  const speeds = [await measureAt(0, 3, tools), await measureAt(100, 1, tools)];
  if (!(await canWatch())) return { speeds, memory: null };
  const few = await peakOfFew(3, tools);
  const [{ megabytes: many }] = speeds;
  return { speeds, memory: { few, many, ratio: many / few } };
}
