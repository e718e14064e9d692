import { describe, expect, test } from 'vitest';
import { commands } from '../../../../src/features/secure-events/command.ts';
import { commandNamed, runCommand } from '../../../support/command-run.ts';
import { type Handler, json } from '../../../support/http-server.ts';
import { serveWorkload, startNs } from './workload-session.ts';

/** Runs a command on a server; a part of an answer, or none, must not look like all of it. */
async function run(name: string, input: Parameters<typeof runCommand>[1], handler: Handler) {
  const { server, session } = await serveWorkload(handler);
  return Object.assign(runCommand(commandNamed(commands, name), input, session), { server });
}

const status = (code: number) => json({ message: 'no' }, { status: code });
const startMs = Number(startNs / 1_000_000n);
const entry = (n: number) => ({ id: `entry-${n}`, type: 'command', timestamp: startMs + n });

test.each(['events', 'audit'])('%s tells of an answer that is from another time', async (name) => {
  const data = [{ id: 'a', timestamp: '2024-07-03T17:15:26Z' }];
  const told = await run(name, {}, () => json({ page: { total: 1, prev: 'x' }, data }));
  expect(await told.exitCode).toBe(5);
  expect(told.records).toMatchObject([
    { gap: { reason: expect.stringContaining('another time') } },
  ]);
  expect(told.server.requests).toHaveLength(1);
});

test('a gap that two windows of a list have is told once', async () => {
  const newer = [{ id: 'b', timestamp: '2026-11-15T00:00:00Z' }];
  const older = [{ what: 'neither id nor time' }, { id: 'a', timestamp: '2026-11-01T00:00:00Z' }];
  const options = { since: '2026-10-25', until: '2026-11-20' };
  const told = await run('events', { options }, ({ query }) => {
    const isOlder = query.has('cursor') || !query.get('to')?.startsWith('17951');
    return json({ page: { total: 3, prev: 'c' }, data: isOlder ? older : newer });
  });
  expect(await told.exitCode).toBe(5);
  const gaps = told.records.flatMap(({ gap }) => (gap === undefined ? [] : [JSON.stringify(gap)]));
  expect(gaps.filter((gap) => gap.includes('cannot be read'))).toHaveLength(1);
});

test('a row that stands a little outside of its window is no answer from another time', async () => {
  const data = [{ id: 'a', timestamp: startMs - 3_600_000 - 900 }];
  const told = await run('audit', {}, () => json({ page: { total: 1 }, data }));
  expect(await told.exitCode).toBe(0);
  expect(told.records).toEqual([]);
});

describe('scandeck audit summary', () => {
  test('of an unknown shape is no empty summary', async () => {
    const { exitCode } = await run('audit summary', {}, () => json({ summary: [] }));
    await expect(exitCode).rejects.toMatchObject({ code: 'unexpected-answer', exitCode: 1 });
  });

  test('counts each part of an answer that comes in several', async () => {
    const step = 60_000_000_000;
    const at = 1_569_065_400_000_000_000;
    const parts = ['command', 'connection'].map((type) => ({
      values: { [type]: [[at, 3]] },
      step,
    }));
    const told = await run('audit summary', {}, () => json(parts));
    expect(await told.exitCode).toBe(0);
    expect(told.records.map(({ type }) => type)).toEqual(['command', 'connection']);
  });
});

describe('scandeck audit trace', () => {
  const input = { arguments: ['commands', 'entry-1'] };

  test('asks for as many entries as there can be', async () => {
    const { exitCode, server } = await run('audit trace', input, () => json({ data: [entry(1)] }));
    expect(await exitCode).toBe(0);
    expect(server.requests[0]?.query.get('limit')).toBe('9999');
  });

  test.each([
    ['has entries that cannot be read', { data: [entry(1), { type: 'command' }] }],
    ['counts more than it gives', { page: { total: 2 }, data: [entry(1)] }],
    ['is as long as one answer may be', { data: Array.from({ length: 9999 }, (_, n) => entry(n)) }],
  ])('is incomplete where it %s', async (_what, answer) => {
    const { exitCode, summary } = await run('audit trace', input, () => json(answer));
    expect(await exitCode).toBe(5);
    expect(summary()).toMatchObject({ truncated: true, total: null });
  });
});

describe('scandeck events fields', () => {
  test.each([403, 401])('does not take a %i for a server that tells no fields', async (code) => {
    const { exitCode } = await run('events fields', {}, () => status(code));
    await expect(exitCode).rejects.toMatchObject({ exitCode: 4 });
  });

  test('lists the documented ones where the server has no such call', async () => {
    const told = await run('events fields', {}, () => status(404));
    expect(await told.exitCode).toBe(0);
    expect(told.records[0]).toMatchObject({ name: 'severity', from: 'built-in' });
  });
});

describe('more than two weeks', () => {
  const options = { since: '2026-10-10T00:00:00Z', until: '2026-11-20T00:00:00Z' };
  const counts = json({ policyEvents: { countBySeverity: { '3': 2 } } });
  const widest = 14n * 86_400n * 1_000_000_000n;

  test.each(['events count', 'events series'])('%s asks in windows that touch', async (name) => {
    const told = await run(name, { options }, ({ path }) =>
      path.endsWith('/count') ? counts : status(400),
    );
    expect(await told.exitCode).toBe(0);
    const windows = told.server.requests.map(({ query }) => {
      return [query.get('from'), query.get('to')].map((ns) => BigInt(ns ?? 0)) as [bigint, bigint];
    });
    expect(windows.length).toBeGreaterThan(2);
    expect(windows.every(([from, to]) => to - from <= widest)).toBe(true);
    expect(windows.slice(1).map(([from]) => from)).toEqual(
      windows.slice(0, -1).map(([, to]) => to + 1n),
    );
    const sum = told.records.reduce((total, { count }) => total + Number(count), 0);
    expect(sum).toBe(2 * windows.length);
  });

  test.each([
    ['events top', options],
    ['events series', { ...options, by: 'user' }],
  ])('is too much for %s, and nothing is asked', async (name, given) => {
    const { exitCode, server } = await run(name, { options: given }, () => counts);
    await expect(exitCode).rejects.toMatchObject({ code: 'usage' });
    expect(server.requests).toEqual([]);
  });
});

describe('scandeck vulns', () => {
  const row = (n: number) => ({
    ...{ resultId: `r${n}`, mainAssetName: `registry/app:${n}`, resourceId: `id-${n}` },
    scope: { 'kubernetes.cluster.name': 'prod' },
  });
  const report = { metadata: { pullString: 'registry/app:1' }, vulnerabilities: {} };

  test('does not say of an image that nothing tells of it where it stopped looking', async () => {
    const options = { image: 'elsewhere/other:9' };
    const { exitCode } = await run('vulns', { options }, () =>
      json({ page: { total: 5000, next: 'more' }, data: [row(1)] }),
    );
    await expect(exitCode).rejects.toMatchObject({ exitCode: 5 });
  });

  test('says that other results answer the same wish', async () => {
    const told = await run('vulns', { options: { cluster: 'prod' } }, ({ path }) =>
      json(path.includes('/results/') ? report : { page: {}, data: [row(1), row(2), row(3)] }),
    );
    expect(await told.exitCode).toBe(0);
    expect(told.narration.join()).toContain('2 other results');
    expect(told.summary()).toMatchObject({
      warnings: [expect.stringContaining('2 other results')],
    });
  });

  test('takes no fix, and no acceptance, that is not there', async () => {
    const refs = { packageRef: 'p', riskAcceptRefs: ['old'] };
    const answer = {
      metadata: { pullString: 'registry/app:1' },
      packages: { p: { name: 'libc', suggestedFix: '9', vulnerabilitiesRefs: ['v1', 'v2'] } },
      vulnerabilities: {
        v1: { ...refs, name: 'CVE-1', severity: 'high', fixVersion: null },
        v2: { ...refs, name: 'CVE-2', severity: 'low', riskAcceptRefs: ['old', 'new'] },
      },
      riskAccepts: { old: { status: 'expired' }, new: { status: 'active' } },
    };
    const told = await run('vulns', { options: { image: 'app:1' } }, ({ path }) =>
      json(path.includes('/results/') ? answer : { page: {}, data: [row(1)] }),
    );
    expect(await told.exitCode).toBe(0);
    expect(told.records).toMatchObject([
      { name: 'CVE-1', fixVersion: null, accepted: false },
      { name: 'CVE-2', fixVersion: null, accepted: true },
    ]);
  });

  test('counts a vulnerability once, however many packages have it', async () => {
    const answer = {
      metadata: { pullString: 'registry/app:1' },
      packages: { a: { vulnerabilitiesRefs: ['v'] }, b: { vulnerabilitiesRefs: ['v'] } },
      vulnerabilities: { v: { name: 'CVE-1' } },
    };
    const told = await run('vulns', { options: { image: 'app:1' } }, ({ path }) =>
      json(path.includes('/results/') ? answer : { page: {}, data: [row(1)] }),
    );
    expect(await told.exitCode).toBe(0);
    expect(told.records).toHaveLength(2);
    expect(told.narration[0]).toContain('registry/app:1: 1 vulnerability, in 2 packages, by');
  });
});
