import { describe, expect, it } from 'vitest';
import type { CommandInput } from '../../../../src/features/feature.ts';
import { historyCommand } from '../../../../src/features/scan-logs/command.ts';
import { defaultCriteria } from '../../../../src/features/scan-logs/criteria.ts';
import { createLogsSource } from '../../../../src/features/scan-logs/source.ts';
import { runCommand } from '../../../support/command-run.ts';
import { type Handler, json, type Script } from '../../../support/http-server.ts';
import { serveCarbonBlack, startMs } from './carbon-black-session.ts';
import { bodyOf, scansEvery, serveLogs } from './log-server.ts';

async function open(replies: Handler | Script) {
  const { server, session } = await serveCarbonBlack(replies);
  const history = (image: string, options: CommandInput['options'] = {}) =>
    runCommand(historyCommand, { arguments: [image], options }, session);
  const asked = () => server.requests.map((request) => bodyOf(request).criteria);
  return { server, session, history, asked };
}

const digest = `sha256:${'8c'.repeat(32)}`;
const scan = (hour: number, summary: object, more = {}) => ({
  full_tag: 'demo.io/app:1',
  manifest_digest: digest,
  scan_time: `2026-11-20T0${hour}:00:00Z`,
  source: 'FEED_UPDATE',
  vulnerabilities_summary: summary,
  has_malware: false,
  ...more,
});
const newest = scan(3, { CRITICAL: { amount: 2 }, LOW: { amount: 1 } });
const middle = scan(2, { CRITICAL: { amount: 1 }, LOW: { amount: 4 } });
const oldest = scan(1, {}, { manifest_digest: 'sha256:old' });
const page = (...results: readonly object[]) => json({ num_found: results.length, results });

describe('scandeck logs history', () => {
  it('prints the scans of a tag with what changed', async () => {
    const { asked, history } = await open([page(newest, middle, oldest)]);
    const run = history('demo.io/app:1');
    expect(await run.exitCode).toBe(0);
    expect(asked()).toEqual([{ scan_time: { range: '-12M' }, full_tags: ['demo.io/app:1'] }]);
    expect(run.records.map(({ change }) => change)).toMatchObject([
      {
        vulnerabilities: { critical: 1, low: -3, total: -2 },
        digestChanged: false,
        malware: 'same',
      },
      { vulnerabilities: { critical: 1, low: 4, total: 5 }, digestChanged: true },
      null,
    ]);
    expect(run.cells.map((cells) => cells.at(-1))).toEqual([
      'critical +1, low -3',
      'critical +1, low +4, new digest',
      null,
    ]);
    expect(run.summary()).toMatchObject({ total: 3, truncated: false });
  });

  it.each([digest, `demo.io/app@${digest}`, `demo.io/app:1@${digest}`])(
    'knows a digest: %s',
    async (image) => {
      const { asked, history } = await open([page()]);
      await history(image).exitCode;
      expect(asked()).toEqual([{ scan_time: { range: '-12M' }, digests: [digest] }]);
    },
  );

  it('compares the oldest that is printed, too, when there are more', async () => {
    const { server, history } = await open(serveLogs(scansEvery(60_000, 30)));
    const run = history('demo.io/app-1:1', { limit: '4', since: '1w' });
    expect(await run.exitCode).toBe(0);
    expect(run.records).toHaveLength(4);
    expect(run.records.map(({ change }) => change)).not.toContain(null);
    expect(run.summary()).toMatchObject({ total: 30, truncated: true });
    expect(server.requests).toHaveLength(1);
  });

  it('prints all with --limit 0', async () => {
    const { history } = await open(serveLogs(scansEvery(60_000, 1200)));
    const run = history('demo.io/app-1:1', { limit: '0' });
    expect(await run.exitCode).toBe(0);
    expect(run.records).toHaveLength(1200);
    expect(run.summary()).toMatchObject({ total: 1200, truncated: false });
  });

  it('prints raw rows', async () => {
    const { history } = await open([page(newest)]);
    const run = history('demo.io/app:1', { raw: true });
    await run.exitCode;
    expect(run.lines).toEqual([JSON.stringify(newest)]);
  });

  it('says what to do when there is none', async () => {
    const { history } = await open([page()]);
    const run = history('app:1');
    expect(await run.exitCode).toBe(0);
    expect(run.narration).toEqual([
      'no scan of app:1 in the last 12M; name the image in full, as scandeck logs prints it',
    ]);
  });

  it('needs an image', async () => {
    const { exitCode } = runCommand(historyCommand, { arguments: [''] });
    await expect(exitCode).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('the history of a row', () => {
  it('puts the scans of its digest and of its tag together, each once', async () => {
    const { session, asked } = await open([page(newest, middle), page(newest, oldest)]);
    const image = { digest, fullTag: 'demo.io/app:1' };
    const history = await createLogsSource(session).history(image);
    expect(asked()).toMatchObject([{ digests: [digest] }, { full_tags: ['demo.io/app:1'] }]);
    expect(history.entries.map(({ log }) => log.wire.scan_time)).toEqual([
      newest.scan_time,
      middle.scan_time,
      oldest.scan_time,
    ]);
    expect(history).toMatchObject({ found: 3, truncated: false, incomplete: false });
  });

  it('of an image that tells neither is empty', async () => {
    const { session, server } = await open([]);
    const history = await createLogsSource(session).history({ digest: null, fullTag: null });
    expect([history.entries, server.requests]).toEqual([[], []]);
  });
});

describe('a histogram', () => {
  const criteria = { ...defaultCriteria, time: { kind: 'range', range: '-20m' } } as const;

  it('counts every scan once, by a dozen searches at most', async () => {
    const { session, server } = await open(serveLogs(scansEvery(10_000, 119)));
    const buckets = await createLogsSource(session).histogram(criteria, 60);
    expect(buckets).toHaveLength(12);
    expect(buckets.reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(119);
    expect(server.requests.map((request) => bodyOf(request).rows)).toEqual(Array(12).fill(1));
    expect(buckets[0]?.at).toBe(startMs - 1_200_000);
  });

  it('tells unknown from none when the server fails on the way', async () => {
    const { session, server } = await open([
      page(),
      json({ num_found: 3, results: [] }),
      { status: 404 },
    ]);
    const buckets = await createLogsSource(session).histogram(criteria, 4);
    expect(buckets.map(({ count }) => count)).toEqual([0, 3, null, null]);
    expect(server.requests).toHaveLength(3);
  });

  it('fails when nothing could be counted', async () => {
    const { session } = await open([{ status: 401 }]);
    await expect(createLogsSource(session).histogram(criteria, 4)).rejects.toMatchObject({
      status: 401,
    });
  });
});
