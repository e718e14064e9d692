import { describe, expect, test } from 'vitest';
import {
  criteriaFromOptions,
  defaultCriteria,
  fieldNamed,
  fieldWord,
  describe as inWords,
  twinFlags,
} from '../../../../src/features/scan-logs/criteria.ts';
import type { LogCriteria } from '../../../../src/features/scan-logs/model.ts';
import { criteriaOfView } from '../../../../src/features/scan-logs/saved-criteria.ts';
import { startMs } from './carbon-black-session.ts';

const read = (options: Parameters<typeof criteriaFromOptions>[0], base?: LogCriteria) =>
  criteriaFromOptions(options, startMs, base);

const dayMs = 86_400_000;

describe('the time', () => {
  test.each([
    [{}, { kind: 'range', range: '-24h' }],
    [{ since: '3h' }, { kind: 'range', range: '-3h' }],
    [
      { since: '-2w', until: 'now' },
      { kind: 'range', range: '-2w' },
    ],
    [{ since: '1M' }, { kind: 'range', range: '-1M' }],
    [{ since: '15m' }, { kind: 'range', range: '-15m' }],
    [
      { since: '2h', until: '1h' },
      { since: startMs - 7_200_000, until: startMs - 3_600_000 },
    ],
    [{ since: '2026-11-20' }, { since: Date.UTC(2026, 10, 20), until: startMs }],
    [{ since: 'yesterday' }, { since: Date.UTC(2026, 10, 20), until: startMs }],
    [{ until: '2026-11-20' }, { since: Date.UTC(2026, 10, 19), until: Date.UTC(2026, 10, 20) }],
  ])('of %j', (options, time) => {
    const kind = 'range' in time ? {} : { kind: 'bounds' };
    expect(read(options).time).toEqual({ ...kind, ...time });
  });

  test.each([
    { since: 'soon' },
    { since: '3y' },
    { since: '1h', until: '2h' },
    { since: '2026-11-22' },
  ])('%j is refused', (options) => {
    expect(() => read(options)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

describe('values', () => {
  test('are taken as they are, but severities in any case', () => {
    const options = { source: ['CLI', 'other'], severity: ['critical', 'High'], query: ['a', 'b'] };
    expect(read(options)).toMatchObject({
      query: 'a b',
      values: { sources: ['CLI', 'other'], vulnerabilities: ['CRITICAL', 'HIGH'] },
    });
  });

  test('that are empty are refused', () => {
    expect(() => read({ tag: [''] })).toThrow(/--tag is empty/);
  });

  test("take the place of a view's of the same field, and leave its others", () => {
    const base: LogCriteria = {
      query: 'kube',
      time: { kind: 'range', range: '-1w' },
      values: { clusters: ['a'], sources: ['CLI'] },
    };
    expect(read({ cluster: ['b'] }, base)).toEqual({
      ...base,
      values: { clusters: ['b'], sources: ['CLI'] },
    });
    expect(read({ since: '1h', query: ['x'] }, base)).toMatchObject({
      query: 'x',
      time: { range: '-1h' },
      values: base.values,
    });
  });
});

describe('in words', () => {
  test.each([
    [{}, 'last 24h'],
    [
      { since: '2w', cluster: ['a', 'b'], severity: ['low'] },
      'last 2w, severity LOW, cluster a or b',
    ],
    [{ query: ['kube'] }, 'last 24h, "kube"'],
    [{ since: '2026-11-01', until: '2026-11-03' }, '2026-11-01T00:00:00Z to 2026-11-03T00:00:00Z'],
  ])('%j', (options, expected) => {
    expect(inWords(read(options))).toBe(expected);
  });

  test('hostile values are harmless', () => {
    expect(inWords(read({ cluster: ['\u001b[2J'] }))).not.toContain('\u001b');
    expect(fieldWord('\u001bx')).not.toContain('\u001b');
  });

  test('fields have the names of the options', () => {
    expect([fieldWord('clusters'), fieldWord('scan_status')]).toEqual(['cluster', 'scan status']);
    expect(['cluster', 'clusters', 'status', 'x'].map(fieldNamed)).toEqual([
      'clusters',
      'clusters',
      'scan_status',
      'x',
    ]);
  });
});

test.each([
  defaultCriteria,
  read({ since: '2w', query: ['kube sys'], tag: ['a:1', 'b:2'], severity: ['critical'] }),
  read({ since: '2026-11-01T00:00:00.123Z', until: '2026-11-03', hostname: ['h'] }),
])('criteria survive as flags: %#', (criteria) => {
  const flags = twinFlags(criteria);
  const options: Record<string, string | string[]> = {};
  for (let at = 0; at < flags.length; at += 2) {
    const name = (flags[at] ?? '').slice(2);
    const value = flags[at + 1] ?? '';
    if (name === 'since' || name === 'until') options[name] = value;
    else options[name] = [...(options[name] ?? []), value];
  }
  expect(criteriaFromOptions(options, startMs + dayMs)).toEqual(criteria);
});

describe('saved criteria', () => {
  test.each([
    defaultCriteria,
    read({ since: '2026-11-01', until: '2026-11-03', cluster: ['a'], query: ['x'] }),
  ])('survive as JSON: %#', (criteria) => {
    const saved = JSON.parse(JSON.stringify(criteria));
    expect(criteriaOfView({ name: 'v', criteria: saved })).toEqual(criteria);
  });

  test('may leave out what is empty', () => {
    const time = { kind: 'range', range: '-1h' };
    expect(criteriaOfView({ name: 'v', criteria: { time } })).toEqual({
      query: '',
      time,
      values: {},
    });
  });

  const good = { kind: 'range', range: '-1h' };
  test.each([
    [null, 'time'],
    [{ time: { kind: 'range', range: '3 hours' } }, 'time'],
    [{ time: { kind: 'bounds', since: 2, until: 1 } }, 'time'],
    [{ time: { kind: 'bounds', since: 1, until: 1e300 } }, 'time'],
    [{ time: good, values: { planets: ['x'] } }, 'values'],
    [{ time: good, values: { clusters: 'x' } }, 'values'],
    [{ time: good, query: 7 }, 'query'],
  ])('%j are refused for their %s', (criteria, part) => {
    expect(() => criteriaOfView({ name: 'v', criteria })).toThrow(`criteria.${part} is not`);
  });
});
