import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceHealth } from '../../../src/api/session.ts';
import { sourceIds } from '../../../src/api/types.ts';
import { coarseAge, untilNextAge } from '../../../src/tui/coarse-age.ts';
import { type HeaderFacts, headerLine } from '../../../src/tui/header-line.ts';
import { type Health, sourceWords, untilHeaderChanges } from '../../../src/tui/health-words.ts';
import { plainText, segmentsWidth } from '../../../src/tui/kit/segments.ts';
import { fakeHealth } from '../../support/fake-session.ts';

const now = Date.UTC(2026, 10, 21, 12, 3, 41);

const failing = (word: string, sinceMs: number): SourceHealth => ({
  state: 'failing',
  lastOkAt: null,
  since: now - sinceMs,
  word,
  message: 'It failed',
  hint: undefined,
});
const ok = (ageMs = 0): SourceHealth => ({ state: 'ok', lastOkAt: now - ageMs });

function facts(health: Health, changes: Partial<HeaderFacts> = {}): HeaderFacts {
  return { profile: 'demo', readOnly: false, insecure: [], health, now, ...changes };
}

function text(line: HeaderFacts, width: number): string {
  const { name, badge, rest } = headerLine(line, width);
  return plainText(name) + badge + plainText(rest);
}

const oneDown = fakeHealth({
  prisma: ok(),
  carbonBlack: failing('unreachable', 45_000),
  xray: { state: 'waiting' },
});

describe('the words of a source', () => {
  const cases: readonly [string, SourceHealth, string][] = [
    ['absent', { state: 'absent' }, 'off'],
    ['not asked yet', { state: 'waiting' }, 'wait'],
    ['fresh', ok(59_000), 'ok'],
    ['late', ok(150_000), 'ok 2m'],
    ['just failing', failing('tls', 4_000), 'tls'],
    ['failing for a while', failing('unreachable', 45_000), 'unreachable 30s'],
    ['failing for hours', failing('auth', 5 * 3_600_000), 'auth 2h'],
  ];
  test.each(cases)('%s', (_, health, word) => {
    expect(sourceWords(fakeHealth({ prisma: health }), now)[0]?.word).toBe(word);
  });
});

describe('the header', () => {
  test('tells every source where there is room', () => {
    expect(text(facts(oneDown), 160)).toContain(
      'prisma ok  carbon-black unreachable 30s  xray wait  workload-protection off  activity off  12:03Z',
    );
  });

  test('at 120 columns sums up what the profile does not have', () => {
    expect(text(facts(oneDown), 100)).toContain(
      'carbon-black unreachable 30s  prisma ok  xray wait  2 off  12:03Z',
    );
  });

  test('at 80 columns still names what is wrong', () => {
    const line = facts(oneDown, { readOnly: true, insecure: ['prisma'] });
    expect(text(line, 80)).toBe(
      ' scandeck  demo   read-only  insecure  carbon-black unreachable 30s  +4  12:03Z',
    );
  });

  test('fills its width exactly, and never cuts a word', () => {
    const anyHealth = fc.constantFrom<SourceHealth>(
      { state: 'absent' },
      { state: 'waiting' },
      ok(),
      ok(400_000),
      failing('unreachable', 45_000),
      failing('limited', 400_000),
    );
    const anyFacts = fc.record({
      healths: fc.tuple(anyHealth, anyHealth, anyHealth, anyHealth, anyHealth),
      readOnly: fc.boolean(),
      insecure: fc.subarray([...sourceIds]),
      width: fc.integer({ min: 60, max: 220 }),
    });
    fc.assert(
      fc.property(anyFacts, ({ healths, readOnly, insecure, width }) => {
        const health = fakeHealth(
          Object.fromEntries(sourceIds.map((id, index) => [id, healths[index]])),
        );
        const line = text(facts(health, { readOnly, insecure }), width);
        expect(line).toHaveLength(width - 1);
        expect(line).not.toContain('…');
        expect(line.endsWith(' 12:03Z')).toBe(true);
        const downCount = healths.filter(({ state }) => state === 'failing').length;
        if (downCount > 0) expect(line).toMatch(/unreachable|limited|\d failing/);
      }),
    );
  });
});

describe('ages', () => {
  test.each([
    [9_999, null],
    [10_000, '10s'],
    [29_999, '10s'],
    [61_000, '1m'],
    [3_599_999, '30m'],
    [3_600_000, '1h'],
  ])('%i ms reads %s', (age, expected) => {
    expect(coarseAge(age)).toBe(expected);
  });

  test('read the same until the time that is said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (age) => {
        const wait = untilNextAge(age) ?? 0;
        expect(coarseAge(age + wait - 1)).toBe(coarseAge(age));
        expect(coarseAge(age + wait)).not.toBe(coarseAge(age));
      }),
    );
  });

  test('the header reads the same until the time that is said', () => {
    const anyAge = fc.integer({ min: 0, max: 1e7 });
    fc.assert(
      fc.property(anyAge, anyAge, (okAge, failingFor) => {
        const health = fakeHealth({ prisma: ok(okAge), xray: failing('tls', failingFor) });
        const wait = untilHeaderChanges(health, now);
        const at = (time: number) => text(facts(health, { now: time }), 200);
        expect(wait).toBeGreaterThan(0);
        expect(at(now + wait - 1)).toBe(at(now));
        expect(at(now + wait)).not.toBe(at(now));
      }),
    );
  });

  test('the parts of a header keep their width', () => {
    const { rest } = headerLine(facts(oneDown), 120);
    expect(segmentsWidth(rest)).toBe(119 - ' scandeck '.length - ' demo '.length);
  });
});
