import { describe, expect, test } from 'vitest';
import { decodePage } from '../../../../src/api/carbon-black/schema.ts';
import { bucketsOf, countLoaded } from '../../../../src/features/scan-logs/histogram.ts';
import { entriesOf } from '../../../../src/features/scan-logs/history.ts';
import { imageOf } from '../../../../src/features/scan-logs/image-name.ts';
import { isClean, type LogSort, worst } from '../../../../src/features/scan-logs/model.ts';
import { logOf } from '../../../../src/features/scan-logs/rows.ts';
import { areSorted, compareLogs, parseSort } from '../../../../src/features/scan-logs/sort.ts';
import { startMs } from './carbon-black-session.ts';
import { scanAt } from './fake-vendor.ts';

const scan = (wire: Readonly<Record<string, unknown>>) => {
  const [row] = decodePage({ num_found: 1, results: [wire] })?.rows ?? [];
  if (row === undefined) throw new Error('no row');
  return logOf(row);
};

const nothing = { registry: null, repository: null, tag: null, digest: null };

describe('an image name', () => {
  test.each([
    ['demo.io/a/b/c:v1', { registry: 'demo.io', repository: 'a/b/c', tag: 'v1' }],
    ['registry:5000/app:1', { registry: 'registry:5000', repository: 'app', tag: '1' }],
    ['registry.corp:5000/app', { registry: 'registry.corp:5000', repository: 'app' }],
    ['localhost/app:1', { registry: 'localhost', repository: 'app', tag: '1' }],
    ['library/alpine:3.16', { repository: 'library/alpine', tag: '3.16' }],
    ['alpine', { repository: 'alpine' }],
    ['demo.io/app@sha256:ab', { registry: 'demo.io', repository: 'app', digest: 'sha256:ab' }],
    [
      'demo.io/app:1@sha256:ab',
      { registry: 'demo.io', repository: 'app', tag: '1', digest: 'sha256:ab' },
    ],
  ])('%s is taken apart', (fullTag, parts) => {
    expect(imageOf(fullTag, null)).toEqual({ ...nothing, fullTag, ...parts });
  });

  test('may be missing, and the digest beside it counts', () => {
    expect(imageOf(null, 'sha256:cd')).toEqual({ ...nothing, fullTag: null, digest: 'sha256:cd' });
    expect(imageOf('a@sha256:ab', 'sha256:cd').digest).toBe('sha256:cd');
  });
});

describe('a row', () => {
  test('says nothing that the vendor did not say', () => {
    expect(scan({})).toEqual({
      key: '[null,null,null,null,{}]',
      scannedAt: null,
      trigger: null,
      image: { ...nothing, fullTag: null },
      workloads: null,
      vulnerabilities: null,
      malware: null,
      status: null,
      wire: {},
    });
  });

  test.each([
    [{ full_tag: 7, manifest_digest: [], workloads: 'x', scan_time: 1, has_malware: 'no' }],
    [{ full_tag: null, manifest_digest: '', workloads: -1, scan_time: '', source: '' }],
  ])('with values of other kinds is a row: %j', (wire) => {
    expect(scan(wire)).toMatchObject({ scannedAt: null, workloads: null, malware: null, wire });
  });

  test('is identified by digest, tag, time and source together', () => {
    const row = { full_tag: 'a:1', manifest_digest: 'd', scan_time: 't', source: 'CLI' };
    const others = [
      { full_tag: 'a:2' },
      { manifest_digest: 'e' },
      { scan_time: 'u' },
      { source: 'X' },
    ];
    const keys = [row, ...others.map((change) => ({ ...row, ...change }))].map(
      (wire) => scan(wire).key,
    );
    expect(new Set(keys).size).toBe(5);
    expect(scan({ ...row, workloads: 3 }).key).toBe(scan(row).key);
  });

  test('without digest and tag is identified by all that it carries', () => {
    const row = { scan_time: 't', source: 'CLI', big: 12345678901234567890n };
    expect(scan({ ...row, workloads: 1 }).key).not.toBe(scan({ ...row, workloads: 2 }).key);
  });

  test.each([{ scan_time: 1_680_681_793_000 }, { scan_time: null }, {}])(
    'without a time that can be read is identified by all that it carries: %j',
    (time) => {
      const row = { full_tag: 'a:1', manifest_digest: 'd', source: 'CLI', ...time };
      expect(scan({ ...row, workloads: 1 }).key).not.toBe(scan({ ...row, workloads: 2 }).key);
    },
  );

  test('that is no object is counted', () => {
    expect(decodePage({ num_found: 3, results: [{}, null, 'x'] })).toMatchObject({
      found: 3,
      undecoded: 2,
    });
  });

  test.each([[null], [[]], ['x'], [{}], [{ num_found: null, results: null }], [{ results: 1 }]])(
    'page %j is none',
    (body) => {
      expect(decodePage(body)).toBeNull();
    },
  );

  test('page without rows is empty', () => {
    expect(decodePage({ num_found: 0, results: null })).toEqual({
      found: 0,
      rows: [],
      undecoded: 0,
    });
  });
});

describe('vulnerabilities', () => {
  const zero = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, total: 0 };

  test.each([
    [undefined, null, null],
    [null, null, null],
    [{}, zero, 'none'],
    [
      { HIGH: { amount: 17 }, MEDIUM: { amount: 10 } },
      { ...zero, high: 17, medium: 10, total: 27 },
      'high',
    ],
    [{ UNKNOWN: { amount: 2 } }, { ...zero, unknown: 2, total: 2 }, 'unknown'],
    [{ SPOOKY: { amount: 1 }, LOW: 3 }, { ...zero, low: 3, unknown: 1, total: 4 }, 'low'],
    [{ CRITICAL: { amount: '3' }, LOW: null }, { ...zero, critical: 3, total: 3 }, 'critical'],
    [{ CRITICAL: { amount: 'many' } }, null, null],
    [{ CRITICAL: {} }, null, null],
  ])('%j', (vulnerabilities_summary, counts, expected) => {
    const log = scan({ vulnerabilities_summary });
    expect(log.vulnerabilities).toEqual(counts);
    expect(worst(log)).toBe(expected);
  });

  test.each([
    ['nothing was said', {}, null],
    ['zeros are left out', { vulnerabilities_summary: {}, has_malware: false }, null],
    [
      'it was scanned',
      { vulnerabilities_summary: {}, has_malware: false, scan_status: 'SCANNED' },
      true,
    ],
    [
      'it failed',
      { vulnerabilities_summary: {}, has_malware: false, scan_status: 'SCAN_FAILED' },
      null,
    ],
    [
      'zeros are said',
      { vulnerabilities_summary: { LOW: { amount: 0 } }, has_malware: false },
      true,
    ],
    [
      'the only severity has no value',
      { vulnerabilities_summary: { LOW: null }, has_malware: false },
      null,
    ],
    ['malware is not known', { vulnerabilities_summary: { LOW: { amount: 0 } } }, null],
    ['malware', { has_malware: true }, false],
    ['a finding', { vulnerabilities_summary: { LOW: { amount: 1 } }, has_malware: false }, false],
  ])('are clean only when the vendor said so: %s', (_, wire, expected) => {
    expect(isClean(scan(wire))).toBe(expected);
  });
});

describe('an order', () => {
  test.each([
    ['time', { field: 'scan_time', order: 'DESC' }],
    ['scannedAt:asc', { field: 'scan_time', order: 'ASC' }],
    ['image', { field: 'full_tag', order: 'ASC' }],
    ['severity', { field: 'vulnerabilities', order: 'DESC' }],
    ['workloads:ASC', { field: 'workloads', order: 'ASC' }],
    ['constructor:desc', { field: 'constructor', order: 'DESC' }],
  ])('%s', (text, expected) => {
    expect(parseSort(text)).toEqual(expected);
  });

  test.each(['', ':asc', 'time:', 'time:down', 'a b'])('%j is none', (text) => {
    expect(() => parseSort(text)).toThrow(/no order to sort by/);
  });

  const ids = (sort: LogSort, rows: readonly Readonly<Record<string, unknown>>[]) =>
    rows
      .map((wire) => scan(wire))
      .sort(compareLogs(sort))
      .map(({ wire }) => wire.id);

  test.each([
    [{ field: 'vulnerabilities', order: 'DESC' } as const, [3, 2, 1, 4]],
    [{ field: 'has_malware', order: 'DESC' } as const, [2, 1, 4, 3]],
    [{ field: 'full_tag', order: 'ASC' } as const, [1, 2, 3, 4]],
    [{ field: 'later', order: 'ASC' } as const, [2, 1, 4, 3]],
  ])('%j puts what is not told last', (sort, expected) => {
    const rows = [
      { id: 4 },
      { id: 1, full_tag: 'a', has_malware: false, later: 9, vulnerabilities_summary: { LOW: 9 } },
      { id: 2, full_tag: 'b', has_malware: true, later: 1, vulnerabilities_summary: { HIGH: 1 } },
      { id: 3, full_tag: 'c', vulnerabilities_summary: { HIGH: 1, LOW: 2 } },
    ];
    expect(ids(sort, rows)).toEqual(expected);
  });

  test('is seen in rows as far as they tell', () => {
    const [first, second] = [scanAt(startMs, 1), scanAt(startMs - 1, 2)];
    const newest: LogSort = { field: 'scan_time', order: 'DESC' };
    expect(areSorted([first, scan({}), second], newest)).toBe(true);
    expect(areSorted([second, first], newest)).toBe(false);
  });
});

describe('a histogram', () => {
  const window = { since: 0, until: 10 };

  test('divides without a gap, also where it does not come out even', () => {
    expect(bucketsOf(window, 3)).toEqual([
      { at: 0, spanMs: 3, count: null },
      { at: 3, spanMs: 3, count: null },
      { at: 6, spanMs: 4, count: null },
    ]);
    expect(bucketsOf({ since: 0, until: 2 }, 5)).toHaveLength(2);
  });

  test('counts loaded rows, both ends included', () => {
    const logs = [0, 2, 3, 5, 6, 9, 10, 11, -1, null].map((scannedAt) => ({ scannedAt }));
    expect(countLoaded(logs, window, 3).map(({ count }) => count)).toEqual([2, 2, 3]);
  });
});

test('a history passes over scans that tell nothing', () => {
  const at = (age: number, more: Readonly<Record<string, unknown>>) =>
    scan({ full_tag: 'a:1', scan_time: new Date(startMs - age).toISOString(), ...more });
  const told = { manifest_digest: 'd', has_malware: false };
  const changes = entriesOf([
    at(0, { ...told, vulnerabilities_summary: { HIGH: 3 } }),
    at(1, {}),
    at(2, { ...told, vulnerabilities_summary: { HIGH: 1 } }),
  ]).map(({ change }) => change);
  expect(changes).toMatchObject([
    { vulnerabilities: { high: 2, total: 2 }, digestChanged: false, malware: 'same' },
    { vulnerabilities: null, digestChanged: null, malware: null },
    null,
  ]);
});

test('a history tells what changed from scan to scan', () => {
  const at = (age: number, more: Readonly<Record<string, unknown>>) =>
    scan({ full_tag: 'a:1', scan_time: new Date(startMs - age).toISOString(), ...more });
  const logs = [
    at(0, { manifest_digest: 'n', vulnerabilities_summary: { HIGH: 2 }, has_malware: true }),
    at(1, {
      manifest_digest: 'o',
      vulnerabilities_summary: { HIGH: 1, LOW: 4 },
      has_malware: false,
    }),
    at(2, { manifest_digest: 'o', vulnerabilities_summary: { LOW: 4 }, has_malware: false }),
    at(3, {}),
  ];
  const none = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, total: 0 };
  expect(entriesOf(logs).map(({ change }) => change)).toEqual([
    {
      vulnerabilities: { ...none, high: 1, low: -4, total: -3 },
      digestChanged: true,
      malware: 'found',
    },
    { vulnerabilities: { ...none, high: 1, total: 1 }, digestChanged: false, malware: 'same' },
    { vulnerabilities: null, digestChanged: null, malware: null },
    null,
  ]);
});
