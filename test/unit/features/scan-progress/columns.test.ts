import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeProgress } from '../../../../src/api/prisma/schema.ts';
import { columns } from '../../../../src/features/scan-progress/columns.ts';
import { fingerprint, recordsOf } from '../../../../src/features/scan-progress/record.ts';
import { reportOf } from '../../../../src/features/scan-progress/reports.ts';
import { createTracker, observe } from '../../../../src/features/scan-progress/tracker.ts';

const at = Date.UTC(2026, 10, 21, 12);

function recordsOfFixture(name: string) {
  const body: unknown = JSON.parse(readFileSync(`test/fixtures/prisma/${name}.json`, 'utf8'));
  const reports = decodeProgress(body).rows.map((row) => reportOf(row, { kind: 'regular' }));
  const { scans } = observe(createTracker({ kind: 'regular' }, at), { reports, undecoded: 0 }, at);
  return recordsOf(scans, { at, stallAfterMs: 60_000 });
}

const cellsOf = (name: string) =>
  recordsOfFixture(name).map((record) =>
    Object.fromEntries(columns.map((column) => [column.name, column.value(record)])),
  );

it('has a cell for everything that a person looks for', () => {
  expect(cellsOf('several-registries')[1]).toEqual({
    kind: 'regular',
    registry: 'registry.example:5000',
    image: null,
    state: 'scanning',
    discoveryScanned: 9,
    discoveryTotal: 9,
    imagesScanned: 120,
    imagesTotal: 300,
    defenders: 3,
    ratePerMinute: 6,
    etaSeconds: 1800,
    startedAt: '2026-11-21T11:40:00Z',
    error: 'Failed to query image details: registry.example:5000/shop/cart:1.4: manifest unknown',
    observedAt: '2026-11-21T12:00:00Z',
  });
});

it('tells two specifications of one registry apart', () => {
  const quay = cellsOf('several-registries').filter(({ registry }) => registry === 'quay.io');
  expect(quay.map(({ imagesTotal }) => imagesTotal)).toEqual([0, 70]);
});

it('keeps hostile text as it came, for the writer to make it safe', () => {
  const [cells] = cellsOf('hostile');
  expect(cells?.registry).toContain('\u001b]52;c;cm0gLXJm\u0007\n\u202e');
  expect(cells?.error).toContain('\u009d0;title\u009c');
});

it('calls a record changed by what a person would call a change', () => {
  const [record] = recordsOfFixture('regular');
  if (record === undefined) throw new Error('no record');
  const later = { ...record, observedAt: '2026-11-21T12:00:09Z', ratePerMinute: 2, etaSeconds: 9 };
  expect(fingerprint(later)).toBe(fingerprint(record));
  expect(fingerprint({ ...record, stalled: true })).not.toBe(fingerprint(record));
  expect(fingerprint({ ...record, error: 'x' })).not.toBe(fingerprint(record));
});
