import { describe, expect, test } from 'vitest';
import { days, type LogRow, openOrganisation } from './open-organisation.ts';

const rowsOf = async (criteria: object) => {
  const { search } = await openOrganisation();
  return (await search({ rows: 10_000, criteria })).results;
};
const oneDay = { scan_time: days('2026-11-18', '2026-11-18') };

describe('a day of rows', () => {
  test('has severities that are there alone, UNKNOWN with them, and clean images', async () => {
    const rows = await rowsOf(oneDay);
    const summaries = rows.flatMap(({ vulnerabilities_summary }) =>
      vulnerabilities_summary ? [vulnerabilities_summary] : [],
    );
    const amounts = summaries.flatMap((summary) => Object.values(summary));
    expect(amounts.filter(({ amount }) => !Number.isInteger(amount) || amount < 1)).toEqual([]);
    expect(new Set(summaries.flatMap((summary) => Object.keys(summary)))).toEqual(
      new Set(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN']),
    );
    expect(summaries.some((summary) => Object.keys(summary).length === 0)).toBe(true);
  });

  test('has rows without tag, without digest, never without both', async () => {
    const rows = await rowsOf(oneDay);
    const count = (fits: (row: LogRow) => boolean) => rows.filter(fits).length;
    expect(count(({ full_tag }) => full_tag === undefined)).toBeGreaterThan(10);
    expect(count(({ full_tag }) => full_tag?.includes('@sha256:') ?? false)).toBeGreaterThan(10);
    expect(count(({ manifest_digest }) => manifest_digest === undefined)).toBeGreaterThan(10);
    expect(count((row) => !row.full_tag && !row.manifest_digest)).toBe(0);
  });

  test('tells malware in three ways, and never without a summary', async () => {
    const rows = await rowsOf(oneDay);
    const words = rows.map(({ has_malware }) => String(has_malware));
    expect(new Set(words)).toEqual(new Set(['true', 'false', 'undefined']));
    const unscanned = rows.filter((row) => row.vulnerabilities_summary === undefined);
    expect(unscanned.length).toBeGreaterThan(50);
    expect(unscanned.filter(({ has_malware }) => has_malware !== undefined)).toEqual([]);
    const told = rows.filter((row) => row.vulnerabilities_summary && row.has_malware === undefined);
    expect(told.length).toBeGreaterThan(50);
  });

  test('has the documented sources and others, and nothing that runs among builds', async () => {
    const rows = await rowsOf(oneDay);
    const sources = new Set(rows.map(({ source }) => source));
    for (const source of ['CLI', 'CLUSTER_SCAN', 'FEED_UPDATE', 'REPUTATION_UPDATE']) {
      expect(sources).toContain(source);
    }
    const running = rows.filter(({ workloads }) => workloads > 0).map(({ source }) => source);
    expect(running).not.toContain('CLI');
    expect(running.length).toBeGreaterThan(1000);
  });

  test('has several rows at one time', async () => {
    const rows = await rowsOf(oneDay);
    const times = new Set(rows.map(({ scan_time }) => scan_time));
    expect(rows.length - times.size).toBeGreaterThan(500);
  });

  test('has seconds in its times, as the reference', async () => {
    const rows = await rowsOf(oneDay);
    const odd = rows.filter(({ scan_time }) => !/^2026-11-18T\d\d:\d\d:\d\dZ$/.test(scan_time));
    expect(odd).toEqual([]);
  });
});

test('an image goes up and down between its scans', async () => {
  const { search } = await openOrganisation();
  const { results } = await search({ rows: 1, criteria: { sources: ['FEED_UPDATE'] } });
  const digest = results[0]?.manifest_digest;
  const scans = (await search({ rows: 10_000, criteria: { digests: [digest] } })).results;
  const totals = scans
    .filter(({ vulnerabilities_summary }) => vulnerabilities_summary)
    .map(({ vulnerabilities_summary = {} }) =>
      Object.values(vulnerabilities_summary).reduce((sum, { amount }) => sum + amount, 0),
    );
  const steps = totals.slice(1).map((total, index) => Math.sign(total - (totals[index] ?? 0)));
  expect(new Set(steps)).toEqual(new Set([-1, 0, 1]));
});
