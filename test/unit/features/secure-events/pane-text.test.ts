import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsFor } from '../../../../src/features/secure-events/pane-columns.ts';
import { mitreTag } from '../../../../src/features/secure-events/pane-mitre.ts';
import { entrySegments } from '../../../../src/features/secure-events/pane-rows.ts';
import { clockText, whereText } from '../../../../src/features/secure-events/pane-words.ts';
import { entryOf } from '../../../../src/features/secure-events/store-buffer.ts';
import { segmentsWidth } from '../../../../src/tui/kit/segments.ts';
import { sampleEvent } from '../../../support/scripted-events.ts';

test.each([
  ['MITRE_TA0003_persistence', { id: 'TA0003', kind: 'tactic', name: 'Persistence' }],
  ['MITRE_T1136_create_account', { id: 'T1136', kind: 'technique', name: 'Create account' }],
  ['MITRE_T1059.004_unix_shell', { id: 'T1059.004', kind: 'technique', name: 'Unix shell' }],
  ['MITRE_TA9999_new_tactic', { id: 'TA9999', kind: 'tactic', name: 'New tactic' }],
  ['MITRE', null],
  ['container', null],
])('%s is read in the terms of MITRE', (tag, expected) => {
  expect(mitreTag(tag)).toEqual(expected);
});

test('times keep their nanoseconds as far as there is room', () => {
  const atNs = 1_720_031_001_639_981_110n;
  expect(clockText(atNs)).toBe('18:23:21');
  expect(clockText(atNs, 12)).toBe('18:23:21.639');
  expect(clockText(atNs, 18)).toBe('18:23:21.639981110');
});

describe('a place that is too long', () => {
  const place = { cluster: 'prod:us-west', namespace: 'payments', workload: 'invoice-web' };
  test.each([
    [place, 33, 'prod:us-west/payments/invoice-web'],
    [place, 32, '…/payments/invoice-web'],
    [{ ...place, cluster: null }, 10, 'payments/invoice-web'],
    [{ ...place, namespace: null }, 20, '…/invoice-web'],
  ])('marks a cluster that is left out: %o in %i cells', (changes, width, expected) => {
    expect(whereText(sampleEvent(1, 1_000, changes), width)).toBe(expected);
  });

  test('marks an account that is left out', () => {
    const cloud = { cluster: null, namespace: null, workload: null, pod: null, host: null };
    const labels = {
      'cloudProvider.name': 'ibm',
      'cloudProvider.account.id': '0123456789abcdef',
      'cloudProvider.region': 'eu-de',
    };
    const event = sampleEvent(1, 1_000, { ...cloud, labels });
    expect(whereText(event)).toBe('ibm/0123456789abcdef/eu-de');
    expect(whereText(event, 20)).toBe('ibm/…/eu-de');
  });
});

describe('columns', () => {
  test('never take more than there is, and always tell time, severity, rule and place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 62, max: 300 }), (width) => {
        const columns = columnsFor(width);
        const cells = columns.reduce((sum, column) => sum + column.width + 1, -1);
        expect(cells).toBeLessThanOrEqual(width);
        expect(columns.map(({ name }) => name).slice(0, 4)).toEqual([
          'time',
          'severity',
          'rule',
          'where',
        ]);
      }),
    );
  });

  test('hold any text of a vendor', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const event = sampleEvent(1, 1_000, { rule: text, process: text, workload: text });
        const columns = columnsFor(120);
        const cells = columns.reduce((sum, column) => sum + column.width + 1, 0);
        const look = { columns, width: 120, marked: false, stale: false };
        const entry = entryOf({ kind: 'event', event });
        expect(segmentsWidth(entrySegments(entry, look))).toBe(cells);
      }),
    );
  });
});
