import { describe, expect, it } from 'vitest';
import type { CommandInput } from '../../../../src/features/feature.ts';
import { commands, logsCommand, snapshot } from '../../../../src/features/scan-logs/command.ts';
import { runCommand } from '../../../support/command-run.ts';
import { type Handler, json, type Script, text } from '../../../support/http-server.ts';
import { serveCarbonBlack, startMs } from './carbon-black-session.ts';
import { bodyOf, scansEvery, serveLogs, type WireScan } from './log-server.ts';

async function open(replies: Handler | Script) {
  const { server, session } = await serveCarbonBlack(replies);
  const logs = (options: CommandInput['options']) => runCommand(logsCommand, { options }, session);
  return { server, session, logs };
}

const scan = (more: Readonly<Record<string, unknown>>): WireScan => ({
  full_tag: 'demo.io/app:1',
  scan_time: '2026-11-21T08:00:00Z',
  ...more,
});
const page = (...results: readonly unknown[]) => json({ num_found: results.length, results });

describe('scandeck logs', () => {
  it('says what it asks for, and how much is left out', async () => {
    const { server, logs } = await open(serveLogs(scansEvery(1000, 500)));
    const run = logs({});
    expect(await run.exitCode).toBe(0);
    expect(run.narration).toEqual(['carbon-black: last 24h']);
    expect(run.records).toHaveLength(200);
    expect(run.summary()).toEqual({
      ...{ total: 500, truncated: true, limited: true },
      ...{ asOf: startMs, warnings: [] },
    });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['7', 7, true],
    ['500', 500, false],
    ['501', 500, false],
    ['0', 500, false],
  ])('prints --limit %s', async (limit, rows, truncated) => {
    const { logs } = await open(serveLogs(scansEvery(1000, 500)));
    const run = logs({ limit });
    expect(await run.exitCode).toBe(0);
    expect(run.records).toHaveLength(rows);
    expect(run.summary()).toMatchObject({ total: 500, truncated });
  });

  it('prints no row and says so', async () => {
    const { logs } = await open([page()]);
    const run = logs({ limit: '0' });
    expect(await run.exitCode).toBe(0);
    expect(run.summary()).toMatchObject({ total: 0, truncated: false });
  });

  it('reads everything beyond row 10,000, each row once and the newest first', async () => {
    const scans = scansEvery(3_000, 25_000);
    const { server, logs } = await open(serveLogs(scans));
    const run = logs({ limit: '0', since: '1d' });
    expect(await run.exitCode).toBe(0);
    const digests = run.records.map(({ image }) => image).map((image) => JSON.stringify(image));
    expect(new Set(digests).size).toBe(25_000);
    expect(run.records).toHaveLength(25_000);
    const times = run.records.map(({ scannedAt }) => String(scannedAt));
    expect(times).toEqual(scans.map(({ scan_time }) => scan_time.replace('.000Z', 'Z')).reverse());
    expect(run.summary()).toMatchObject({ total: 25_000, truncated: false, warnings: [] });
    const past = server.requests.map(bodyOf).filter(({ start, rows }) => start + rows > 10_000);
    expect(past).toEqual([]);
    expect(server.requests.length).toBeLessThan(25);
  });

  it('exits with 5 when a millisecond holds more than can be read', async () => {
    const crowd = scansEvery(0, 10_010).map((one) => ({
      ...one,
      scan_time: '2026-11-21T06:00:00Z',
    }));
    const { logs } = await open(serveLogs([...crowd, ...scansEvery(60_000, 5)]));
    const run = logs({ limit: '0' });
    expect(await run.exitCode).toBe(5);
    expect(run.records.length).toBeGreaterThanOrEqual(10_005);
    expect(run.summary()).toMatchObject({
      total: 10_015,
      truncated: true,
      warnings: [expect.stringContaining('share the millisecond 2026-11-21T06:00:00.000Z')],
    });
  });

  it('does not blame its limit for rows that the server counts and does not give', async () => {
    const { logs } = await open([json({ num_found: 50, results: [scan({})] }), page()]);
    const run = logs({});
    expect(await run.exitCode).toBe(5);
    expect(run.summary()).toMatchObject({
      ...{ total: 50, truncated: true, limited: false },
      warnings: ['the server counts 50 rows and gave 49 fewer'],
    });
  });

  it('exits with 5 when rows can not be read', async () => {
    const { logs } = await open([page(scan({}), 'not a row')]);
    const run = logs({});
    expect(await run.exitCode).toBe(5);
    expect(run.summary()).toMatchObject({ total: 2, warnings: ["1 row can't be read"] });
  });

  it('keeps what it printed when the server goes away', async () => {
    const { server, session, logs } = await open([
      json({ num_found: 4000, results: scansEvery(1000, 2000).toReversed() }),
    ]);
    const run = logs({ limit: '0' });
    await server.received(2);
    await server.close();
    const ended = expect(run.exitCode).rejects.toMatchObject({ exitCode: 3 });
    for (let wait = 0; wait < 20; wait += 1) {
      await session.activity.idle();
      await session.clock.advance(30_000);
    }
    await ended;
    expect(run.records).toHaveLength(2000);
  });
});

describe('--sort', () => {
  it('is done by the server', async () => {
    const { server, logs } = await open(serveLogs(scansEvery(1000, 300)));
    const run = logs({ sort: 'workloads:desc', limit: '3' });
    expect(await run.exitCode).toBe(0);
    expect(bodyOf(server.requests[0] ?? never()).sort).toEqual([
      { field: 'workloads', order: 'DESC' },
    ]);
    expect(run.records.map(({ workloads }) => workloads)).toEqual([100, 100, 100]);
  });

  it.each([
    [
      'tells what it takes',
      undefined,
      /sorted here: the server does not sort by severity_x \(it does by scan_time, workloads\)/,
    ],
    ['says nothing', { status: 400 }, /sorted here: the server does not sort by severity_x$/],
  ])('is done here when the server refuses and %s', async (_, refusal, words) => {
    const rows = scansEvery(1000, 300).map((one, index) => ({
      ...one,
      severity_x: (index * 7) % 300,
    }));
    const { server, logs } = await open(serveLogs(rows, refusal === undefined ? {} : { refusal }));
    const run = logs({ sort: 'severity_x:asc', limit: '3', raw: true });
    expect(await run.exitCode).toBe(0);
    expect(run.records.map(({ severity_x }) => severity_x)).toEqual([0, 1, 2]);
    expect(run.summary()).toMatchObject({ warnings: [expect.stringMatching(words)] });
    expect(server.requests.map((request) => bodyOf(request).sort !== undefined)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is by time, at no more cost, when neither server nor rows know the field', async () => {
    const { server, logs } = await open(serveLogs(scansEvery(1000, 30_000)));
    const run = logs({ sort: 'nosuch', limit: '3' });
    expect(await run.exitCode).toBe(0);
    const times = run.records.map(({ scannedAt }) => String(scannedAt));
    expect(times).toHaveLength(3);
    expect(times).toEqual(times.toSorted().reverse());
    expect(run.summary()).toMatchObject({
      warnings: [
        'newest first instead of by nosuch: the server does not sort by nosuch (it does by scan_time, workloads), and no row has it',
      ],
    });
    expect(server.requests.length).toBeLessThan(9);
  });

  it('by a field that no row tells is no mistake', async () => {
    const { logs } = await open(serveLogs([scan({}), scan({ source: 'CLI' })]));
    const run = logs({ sort: 'digest' });
    expect(await run.exitCode).toBe(0);
    expect(run.records).toHaveLength(2);
  });

  it('holds beyond row 10,000', async () => {
    const { logs } = await open(serveLogs(scansEvery(5_000, 12_000)));
    const run = logs({ sort: 'workloads:asc', limit: '0' });
    expect(await run.exitCode).toBe(0);
    const workloads = run.records.map((record) => Number(record.workloads));
    expect(workloads).toHaveLength(12_000);
    expect(run.summary()).toMatchObject({
      warnings: ['sorted here: the server sorts 10,000 rows at most'],
    });
    expect(workloads).toEqual(workloads.toSorted((a, b) => a - b));
  });

  it('is not blamed for what the query has done', async () => {
    const { server, logs } = await open(() =>
      json({ field: 'query', message: 'bad' }, { status: 400 }),
    );
    await expect(logs({ query: ['"'] }).exitCode).rejects.toMatchObject({
      exitCode: 1,
      status: 400,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('is not blamed for a refusal that it has nothing to do with', async () => {
    const { server, logs } = await open(() => ({ status: 400 }));
    await expect(logs({}).exitCode).rejects.toMatchObject({ exitCode: 1, status: 400 });
    expect(server.requests).toHaveLength(2);
  });
});

describe('--raw', () => {
  it('prints rows untouched', async () => {
    const row =
      '{"zebra":1.0,"full_tag":"a:1","id":12345678901234567890,"nested":{"b":[1e3,null],"a":"\\u001b"},"scan_time":"2026-11-21T08:00:00.123456789Z"}';
    const { logs } = await open([text(`{"num_found":1,"results":[${row}]}`, 'application/json')]);
    const run = logs({ raw: true });
    expect(await run.exitCode).toBe(0);
    expect(run.lines).toEqual([row]);
  });

  it('has the columns of the document', async () => {
    const { logs } = await open([page(scan({ vulnerabilities_summary: { HIGH: { amount: 1 } } }))]);
    const run = logs({ raw: true });
    await run.exitCode;
    expect(run.columns).toContain('manifest_digest');
    expect(run.cells[0]).toContain('{"HIGH":{"amount":1}}');
    expect(run.cells[0]).toContain(null);
  });
});

describe('--fail-on', () => {
  const critical = scan({
    vulnerabilities_summary: { CRITICAL: { amount: 1 } },
    has_malware: false,
  });
  const low = scan({ vulnerabilities_summary: { LOW: { amount: 1 } }, has_malware: false });
  const malware = scan({ vulnerabilities_summary: {}, has_malware: true });

  it.each([
    ['critical', [critical, low], 10],
    ['critical', [low], 0],
    ['low', [critical], 10],
    ['MEDIUM', [low], 0],
    ['malware', [critical], 0],
    ['malware', [malware], 10],
    ['low', [scan({})], 0],
  ])('%s: %#', async (failOn, rows, code) => {
    const { logs } = await open([page(...rows)]);
    expect(await logs({ failOn }).exitCode).toBe(code);
  });

  it('looks at all rows, not at the first 200', async () => {
    const rows = scansEvery(1000, 300);
    const worst = { ...rows[0], scan_time: rows[0]?.scan_time ?? '', has_malware: true };
    const { logs } = await open(serveLogs([worst, ...rows.slice(1)]));
    const run = logs({ failOn: 'malware' });
    expect(await run.exitCode).toBe(10);
    expect(run.records).toHaveLength(300);
    expect(run.summary()).toMatchObject({ warnings: ['--fail-on malware matches 1 scan'] });
  });

  it('does not pass what a limit hides', async () => {
    const { logs } = await open(serveLogs(scansEvery(1000, 300)));
    const run = logs({ failOn: 'malware', limit: '10' });
    expect(await run.exitCode).toBe(5);
    expect(run.summary()).toMatchObject({
      warnings: ['--fail-on malware looked at the printed scans alone'],
    });
  });

  it('says which rows it can not judge', async () => {
    const { logs } = await open([page(scan({ full_tag: 'a' }), scan({ full_tag: 'b' }))]);
    const run = logs({ failOn: 'high' });
    expect(await run.exitCode).toBe(0);
    expect(run.summary()).toMatchObject({
      warnings: ["--fail-on high can't judge 2 scans without word of vulnerabilities"],
    });
  });

  it('takes a row that lists nothing for unknown, and says when it saw no row', async () => {
    const { logs } = await open([page(scan({ vulnerabilities_summary: {} })), page()]);
    const empty = logs({ failOn: 'high' });
    expect(await empty.exitCode).toBe(0);
    expect(empty.summary()).toMatchObject({
      warnings: ["--fail-on high can't judge 1 scan without word of vulnerabilities"],
    });
    const none = logs({ failOn: 'high', severity: ['ciritcal'] });
    expect(await none.exitCode).toBe(0);
    expect(none.summary()).toMatchObject({
      warnings: [
        '--fail-on looked at no scan at all',
        expect.stringContaining('severity CIRITCAL: not one of critical, high'),
      ],
    });
  });
});

describe('--view', () => {
  const saved = {
    name: 'nightly',
    criteria: { query: 'kube', time: { kind: 'range', range: '-1w' }, values: { clusters: ['a'] } },
    columns: ['time', 'tag', 'severity'],
    sort: { field: 'workloads', order: 'ASC' },
  } as const;

  it('brings criteria, columns and order, which options change', async () => {
    const { server, session, logs } = await open([page(scan({}))]);
    await session.views.save('scan-logs', saved);
    const run = logs({ view: 'nightly', since: '3h', source: ['CLI'] });
    expect(await run.exitCode).toBe(0);
    expect(bodyOf(server.requests[0] ?? never())).toEqual({
      query: 'kube',
      criteria: { scan_time: { range: '-3h' }, sources: ['CLI'], clusters: ['a'] },
      start: 0,
      rows: 200,
      sort: [{ field: 'workloads', order: 'ASC' }],
    });
    expect(run.columns).toEqual([
      'scannedAt',
      'tag',
      'critical',
      'high',
      'medium',
      'low',
      'unknown',
      'total',
    ]);
  });

  it.each([
    [[], 'Save one with v in the Scan logs pane.'],
    [[saved], 'There are: nightly.'],
  ])('that is not there is a mistake: %#', async (views, hint) => {
    const { server, session, logs } = await open([]);
    for (const view of views) await session.views.save('scan-logs', view);
    await expect(logs({ view: 'other' }).exitCode).rejects.toMatchObject({ exitCode: 2, hint });
    expect(server.requests).toEqual([]);
  });
});

it.each([
  { limit: '-1' },
  { limit: 'many' },
  { sort: 'time:up' },
  { failOn: 'bad' },
  { since: 'soon' },
  { tag: [''] },
])('%j is a mistake before anything is opened', async (options) => {
  const { exitCode } = runCommand(logsCommand, { options });
  await expect(exitCode).rejects.toMatchObject({ exitCode: 2 });
});

it('is refused for so long as the vendor says, and asks nothing meanwhile', async () => {
  const limited = { status: 429, headers: { 'retry-after': '600' }, body: '' };
  const { server, session, logs } = await open([limited, page(scan({}))]);
  await expect(logs({}).exitCode).rejects.toMatchObject({ code: 'rate-limited', exitCode: 1 });
  await expect(logs({}).exitCode).rejects.toMatchObject({ code: 'rate-limited' });
  expect(server.requests).toHaveLength(1);
  await session.clock.advance(600_000);
  expect(await logs({}).exitCode).toBe(0);
});

it('prints a snapshot of the newest scans', async () => {
  const { server, session } = await open(serveLogs(scansEvery(1000, 300)));
  const run = runCommand(
    { ...logsCommand, run: async (context) => snapshot(context).then(() => 0 as const) },
    {},
    session,
  );
  expect(await run.exitCode).toBe(0);
  expect(run.records).toHaveLength(50);
  expect(server.requests).toHaveLength(1);
});

it('documents commands by example', () => {
  for (const { name, examples = [] } of commands) {
    for (const example of examples) expect(example).toContain(`scandeck ${name}`);
  }
});

function never(): never {
  throw new Error('nothing was sent');
}
