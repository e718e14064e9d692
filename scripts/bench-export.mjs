// Measures an export against curl and the vendor's own way, on one server and in one go.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const rows = 200_000;
const pageRows = 1000;
const windowMs = 6 * 86_400_000;
const scriptAt = (name) => fileURLToPath(new URL(name, import.meta.url));

async function startServer(delayMs) {
  const args = [scriptAt('bench-audit-server.mjs'), String(rows), String(delayMs)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { ...JSON.parse(line), stop: () => child.kill('SIGTERM') };
}

/** Runs a program to its end. @returns seconds */
function seconds(command, args, options = {}) {
  const started = performance.now();
  const { status, error, stderr } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...options,
  });
  if (error !== undefined || status !== 0) {
    throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  }
  return (performance.now() - started) / 1000;
}

const isThere = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** The addresses of all pages, in order: what the sample asks for, too. */
function pageUrls({ url, sinceMs, untilMs }) {
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
    return seconds('curl', ['-sS', '-K', list], { stdio: ['ignore', out, 'pipe'] });
  } finally {
    closeSync(out);
  }
}

function runSample({ url, sinceMs, untilMs }, folder) {
  const out = join(folder, 'sample.ndjson');
  const times = [sinceMs / 1000, untilMs / 1000].map(String);
  const taken = seconds('python3', [scriptAt('bench-vendor-sample.py'), url, ...times, out]);
  checkRows(out, 'the sample');
  return taken;
}

async function runScandeck({ url, sinceMs, untilMs }, folder, bin) {
  const config = join(folder, 'config.json');
  const auth = { type: 'bearer', token: 'env:BENCH_TOKEN' };
  const profiles = { bench: { xray: { url, auth } } };
  await writeFile(config, JSON.stringify({ currentProfile: 'bench', profiles }), { mode: 0o600 });
  const out = join(folder, 'scandeck.ndjson');
  const env = { ...process.env, BENCH_TOKEN: 'bench', SCANDECK_STATE: join(folder, 'state') };
  const taken = seconds(
    process.execPath,
    [
      ...[bin, '--config', config, '-q', 'export', 'xray-audit', '--force'],
      ...['--since', timeOf(sinceMs), '--until', timeOf(untilMs)],
      ...['--page-size', String(pageRows), '--out', out],
    ],
    { env },
  );
  checkRows(out, 'scandeck');
  return taken;
}

/** A figure of an incomplete export would be worth nothing. */
function checkRows(path, who) {
  const body = readFileSync(path);
  let count = 0;
  for (let at = body.indexOf(10); at !== -1; at = body.indexOf(10, at + 1)) count += 1;
  if (count !== rows) throw new Error(`${who} wrote ${count} of ${rows} rows`);
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function measureAt(delayMs, runs, { bin, hasSample, hasCurl }) {
  const folder = await mkdtemp(join(tmpdir(), 'scandeck-bench-'));
  const server = await startServer(delayMs);
  const ratios = { sample: [], curl: [] };
  const taken = [];
  try {
    for (let run = 0; run < runs; run += 1) {
      const own = await runScandeck(server, folder, bin);
      taken.push(own);
      if (hasCurl) ratios.curl.push((await runCurl(server, folder)) / own);
      if (hasSample) ratios.sample.push(runSample(server, folder) / own);
    }
  } finally {
    server.stop();
    await rm(folder, { recursive: true });
  }
  const of = (values) => (values.length === 0 ? null : median(values));
  const rowsPerSecond = rows / median(taken);
  return { delayMs, rowsPerSecond, sample: of(ratios.sample), curl: of(ratios.curl) };
}

/**
 * Measures exports of 200,000 audit events, in whole runs of the programs.
 *
 * @returns for each delay of the server: rows a second, and how many times as fast as the vendor's
 * sample logic and as curl; null where the program to compare with is missing
 */
export async function measureExport(bin) {
  const tools = {
    bin,
    hasSample: isThere('python3', ['-c', 'import requests']),
    hasCurl: isThere('curl', ['--version']),
  };
  return [await measureAt(0, 5, tools), await measureAt(100, 1, tools)];
}
