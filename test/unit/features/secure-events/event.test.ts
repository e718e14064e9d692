import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nanosInId, wireNanos } from '../../../../src/api/workload-protection/exact-time.ts';
import { decodePage, decodeRow } from '../../../../src/api/workload-protection/schema.ts';
import { parseJson, stringifyJson } from '../../../../src/core/json.ts';
import { eventOf } from '../../../../src/features/secure-events/event.ts';
import { recordOf } from '../../../../src/features/secure-events/model.ts';

const folder = new URL('../../../fixtures/workload-protection/', import.meta.url);
const textOf = (name: string) => readFileSync(new URL(`${name}.json`, folder), 'utf8').trim();

function eventIn(name: string) {
  const row = decodeRow(parseJson(textOf(name)), 'id');
  if (row === null) throw new Error(`${name} is no event`);
  return eventOf(row);
}

describe('a recorded event', () => {
  test.each(['syscall-event', 'cloudtrail-event', 'audit-trail-event'])(
    '%s loses nothing on its way to --raw, numbers least of all',
    (name) => expect(stringifyJson(eventIn(name).raw)).toBe(textOf(name)),
  );

  test('of a system call tells all that it says', () => {
    expect(recordOf(eventIn('syscall-event'))).toMatchObject({
      source: 'workload-protection',
      id: '17dec715376910362c8c3f62a4ceda2e',
      at: '2024-07-03T18:23:21.639981110Z',
      severity: { level: 7, word: 'info' },
      rule: 'User Management Event Detected',
      policy: 'Sysdig Runtime Activity Logs',
      category: 'runtime',
      originator: 'policy',
      engineSource: 'syscall',
      cluster: 'gke-alliances-demo-6',
      namespace: 'default',
      workload: 'threatgen',
      pod: 'threatgen-c65cf6446-5s8kk',
      container: { id: '6949e5f10829', name: 'threatgen' },
      image: { repo: 'docker.io/dockerbadboy/art', tag: 'latest', id: '15a18c24b1ee' },
      host: 'gke-cluster-gcp-demo',
      user: 'root',
      process: 'userdel tmp_suid_user',
      actions: [
        {
          type: 'capture',
          successful: false,
          error: 'maximum number of outstanding captures (1) reached',
        },
      ],
      fields: { 'proc.aname[2]': 'containerd-shim', 'fd.name': '<NA>' },
    });
  });

  test('of a cloud has no container, and its time in the id', () => {
    const event = eventIn('cloudtrail-event');
    expect(event).toMatchObject({ container: { id: null, name: null }, user: null, actions: [] });
    expect(recordOf(event).at).toMatch(/^2024-07-03T17:15:26\./);
  });

  test("of the platform's audit trail is not high", () => {
    expect(eventIn('audit-trail-event')).toMatchObject({
      severity: { level: 0, word: 'unknown' },
      user: '454926',
      category: null,
      atNs: 1_654_009_775_452_000_000n,
    });
  });

  test('without fields has what its content says, numbers exact', () => {
    expect(eventIn('audit-trail-event').fields).toMatchObject({
      ...{ requestMethod: 'GET', requestUri: '/api/integrations/discovery/' },
      ...{ timestampNs: '1654009775452000000', responseStatusCode: '200' },
    });
  });
});

test.each([
  [0, 'high'],
  [3, 'high'],
  [4, 'medium'],
  [5, 'medium'],
  [6, 'low'],
  [7, 'info'],
  [8, 'unknown'],
  [null, 'unknown'],
])('severity %j is %s', (severity, word) => {
  const row = decodeRow({ id: '17dec36048564c002c559dbdad20be41', severity }, 'id');
  expect(row && eventOf(row).severity).toEqual({ level: severity, word });
});

describe('a time', () => {
  test.each([
    ['17dec715376910362c8c3f62a4ceda2e', 1_720_031_001_639_981_110n],
    ['164ace360cc3cfbc0000000000000000', 1_606_322_948_648_718_268n],
    ['9m4e2mr0ui3e8a215n4g', null],
    ['00000000000000002c8c3f62a4ceda2e', null],
    ['17DEC715376910362C8C3F62A4CEDA2E', null],
  ])('in the id %s', (id, ns) => expect(nanosInId(id)).toBe(ns));

  test.each([
    ['2024-07-03T18:23:21.63998111Z', 1_720_031_001_639_981_110n],
    ['2024-07-03T17:15:26Z', 1_720_026_926_000_000_000n],
    ['2024-07-03T19:15:26.5+02:00', 1_720_026_926_500_000_000n],
    [1_720_031_001_639_981_110n, 1_720_031_001_639_981_110n],
    ['1720031001639981110', 1_720_031_001_639_981_110n],
    [1_777_373_082_191_418, 1_777_373_082_191_418_000n],
    [1_621_258_212_302, 1_621_258_212_302_000_000n],
    [1_621_258_212, 1_621_258_212_000_000_000n],
    ['yesterday', null],
    ['0001-01-01T00:00:00Z', null],
    [null, null],
    [12.5, null],
  ])('as the wire has it: %j'.replace('%j', '%s'), (value, ns) =>
    expect(wireNanos(value)).toBe(ns),
  );
});

test.each([
  [
    { page: { total: 1, prev: '', next: null }, data: [] },
    { prev: null, next: null, total: 1 },
  ],
  [
    { page: {}, data: null },
    { prev: null, next: null, total: null },
  ],
  [{ data: [{ id: 'x' }, 7, null] }, { rows: [], unreadable: { length: 3 } }],
])('a page %j', (body, page) => expect(decodePage(body, 'id')).toMatchObject(page));

test.each([[{}], [[]], ['page'], [null]])('%j is no page', (body) =>
  expect(decodePage(body, 'id')).toBeNull(),
);
