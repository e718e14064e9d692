import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCatalogue } from '../../../../src/simulator/catalogue.ts';
import { createRegularScan } from '../../../../src/simulator/prisma/regular-scan.ts';

const start = Date.UTC(2026, 10, 21, 12);
const second = 1000;
const minute = 60 * second;
const anySeed = fc.integer({ min: 0, max: 5000 });
const anyTime = fc.integer({ min: start, max: start + 30 * 86_400_000 });

function openScan(seed: number) {
  const catalogue = createCatalogue(seed);
  const scan = createRegularScan(seed, catalogue);
  const going = (at: number) => scan.scansAt(at).filter(({ ongoing }) => ongoing);
  return { catalogue, going, ...scan };
}

/** Counts of the scans that are going, for comparing two moments. */
function countsOf({ going }: ReturnType<typeof openScan>, at: number) {
  return new Map(
    going(at).map((scan) => [
      scan.registry,
      `${scan.startedAt} ${scan.discovery.scanned} ${scan.imageScan.scanned}`,
    ]),
  );
}

function holds(check: (seed: number, at: number) => void): void {
  fc.assert(fc.property(anySeed, anyTime, check), { numRuns: 25 });
}

describe('at any moment of any seed', () => {
  test('at most four registries are scanned, each once, and others wait', () => {
    holds((seed, at) => {
      const scan = openScan(seed);
      const registries = scan.scansAt(at).map(({ registry }) => registry);
      expect(registries.length).toBeLessThanOrEqual(4);
      expect(new Set(registries).size).toBe(registries.length);
      const queued = scan.queuedAt(at);
      expect(queued.size).toBeGreaterThan(0);
      expect(registries.filter((registry) => queued.has(registry))).toEqual([]);
    });
  });

  test('counts never exceed their totals, and go only forward', () => {
    holds((seed, at) => {
      const scan = openScan(seed);
      const seen = new Map<string, number>();
      for (let step = 0; step < 60; step += 1) {
        for (const row of scan.scansAt(at + step * second)) {
          expect(row.discovery.scanned).toBeLessThanOrEqual(row.discovery.total);
          expect(row.imageScan.scanned).toBeLessThanOrEqual(row.imageScan.total);
          const key = `${row.registry} ${row.startedAt}`;
          const done = row.discovery.scanned * 1000 + row.imageScan.scanned;
          expect(done).toBeGreaterThanOrEqual(seen.get(key) ?? 0);
          seen.set(key, done);
        }
      }
    });
  });

  test('something moves within fifteen seconds', () => {
    holds((seed, at) => {
      const scan = openScan(seed);
      expect(countsOf(scan, at + 15 * second)).not.toEqual(countsOf(scan, at));
    });
  });

  test('a scan ends within a minute', () => {
    holds((seed, at) => {
      const scan = openScan(seed);
      const seconds = Array.from({ length: 60 }, (_, step) => countsOf(scan, at + step * second));
      const isEnd = (counts: Map<string, string>, index: number) =>
        [...(seconds[index - 1] ?? new Map()).keys()].some((registry) => !counts.has(registry));
      expect(seconds.some(isEnd)).toBe(true);
    });
  });

  test('a scan has stood still for 15 seconds within 70', () => {
    holds((seed, at) => {
      expect(stallsWithin(openScan(seed), at, 70)).toBe(true);
    });
  });

  test('a scan fails within four minutes, and its error names the registry', () => {
    holds((seed, at) => {
      const scan = openScan(seed);
      const rows = Array.from({ length: 120 }, (_, step) => scan.scansAt(at + step * 2 * second));
      const failed = rows.flat().find(({ error }) => error !== null);
      expect(failed).toMatchObject({ ongoing: false, untitled: false });
      expect(failed?.error).toContain(failed?.registry);
    });
  });
});

function stallsWithin(scan: ReturnType<typeof openScan>, at: number, seconds: number): boolean {
  const still = new Map<string, { counts: string; since: number }>();
  for (let step = 0; step <= seconds; step += 1) {
    const now = at + step * second;
    for (const [registry, counts] of countsOf(scan, now)) {
      if (still.get(registry)?.counts !== counts) still.set(registry, { counts, since: now });
      if (now - (still.get(registry)?.since ?? now) >= 15 * second) return true;
    }
  }
  return false;
}

describe('over an hour', () => {
  const scan = openScan(1);
  const rows = Array.from({ length: 3600 }, (_, step) =>
    scan.scansAt(start + step * second),
  ).flat();

  test.each([
    [
      'discovery goes on while images are scanned',
      rows.some((row) => row.discovery.scanned < row.discovery.total && row.imageScan.scanned > 0),
    ],
    ['a scan has no totals at first', rows.some(({ discovery }) => discovery.total === 0)],
    ['some starts are not known', rows.some((row) => row.startUnknown)],
    ['others are', rows.some((row) => !row.startUnknown)],
    ['some ends are told with titles', rows.some((row) => !row.ongoing && !row.untitled)],
    ['some without', rows.some((row) => row.untitled)],
    ['a single Defender scans now and then', rows.some(({ defenders }) => defenders === 1)],
    ['and several at other times', rows.some(({ defenders }) => defenders > 1)],
  ])('%s', (_, isSo) => {
    expect(isSo).toBe(true);
  });

  test('the total of images grows during a discovery', () => {
    const totals = new Map<string, Set<number>>();
    for (const { registry, startedAt, imageScan } of rows) {
      const key = `${registry} ${startedAt}`;
      totals.set(key, (totals.get(key) ?? new Set()).add(imageScan.total));
    }
    expect(Math.max(...[...totals.values()].map(({ size }) => size))).toBeGreaterThan(20);
  });

  test('most ends are told, but some scans vanish without a word', () => {
    const starts = new Set(rows.map(({ registry, startedAt }) => `${registry} ${startedAt}`));
    const told = rows.filter(({ ongoing }) => !ongoing);
    const ends = new Set(told.map(({ registry, startedAt }) => `${registry} ${startedAt}`));
    expect(ends.size / starts.size).toBeGreaterThan(0.75);
    expect(starts.size - ends.size).toBeGreaterThan(10);
  });
});

describe('stop and start', () => {
  test('a stopped scan is gone, and begins again after 90 seconds', () => {
    const scan = openScan(1);
    scan.stop(start);
    expect(scan.isScanning(start)).toBe(false);
    expect(scan.scansAt(start + 89 * second)).toEqual([]);
    expect(scan.isScanning(start + 90 * second)).toBe(true);
    expect(scan.scansAt(start + 92 * second)).toHaveLength(4);
  });

  test('a started scan begins with its first registries', () => {
    const scan = openScan(1);
    scan.stop(start);
    scan.start(start + 10 * second);
    const registries = scan.scansAt(start + 12 * second).map(({ registry }) => registry);
    expect(registries).toEqual([
      'us-west2-docker.pkg.dev',
      'registry.corp.example:5000',
      'quay.io',
      'docker.io',
    ]);
    expect(scan.isSelective(start + 12 * second)).toBe(false);
  });

  test('a started scan goes through every registry once, rests, and comes again by itself', () => {
    const scan = openScan(1);
    scan.stop(start);
    scan.start(start + second);
    const seconds = Array.from({ length: 700 }, (_, step) => start + (1 + step) * second);
    const starts = seconds
      .flatMap((at) => scan.scansAt(at))
      .map(({ registry, startedAt }) => `${registry} ${startedAt}`);
    const end = seconds.find((at) => !scan.isScanning(at)) ?? 0;
    const before = new Set(starts.filter((one) => Number(one.split(' ')[1]) < end));
    expect(before.size).toBe(10);
    expect(end).toBeGreaterThan(start + 5 * minute);
    expect(scan.isScanning(end + 299 * second)).toBe(false);
    expect(scan.scansAt(end + 305 * second)).toHaveLength(4);
  });

  test('a selection is scanned alone and once', () => {
    const scan = openScan(1);
    const image = scan.catalogue.inRegistry('docker.io')[0];
    if (image === undefined) throw new Error('no image');
    scan.stop(start);
    scan.start(start + second, [image]);
    expect(scan.isSelective(start + 2 * second)).toBe(true);
    expect(scan.scansAt(start + 7 * second)).toMatchObject([
      { registry: 'docker.io', imageScan: { total: 1 } },
    ]);
    expect(scan.scannedAt(image, start + 30 * second)).toBeGreaterThan(start + second);
    expect(scan.isScanning(start + 20 * second)).toBe(false);
    expect(scan.isScanning(start + 7 * minute)).toBe(true);
  });

  test('images of a stopped scan that were not reached keep their older time', () => {
    const scan = openScan(1);
    const images = scan.catalogue.inRegistry('us-west2-docker.pkg.dev');
    scan.stop(start);
    scan.start(start + second);
    scan.stop(start + 60 * second);
    const times = images.map((image) => scan.scannedAt(image, start + 61 * second) ?? 0);
    expect(times[0]).toBeGreaterThan(start + second);
    expect(times.at(-1)).toBeLessThan(start);
    expect(times.at(-1)).toBeGreaterThan(start - 60 * minute);
  });
});
