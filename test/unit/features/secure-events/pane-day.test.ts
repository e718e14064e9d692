import { describe, expect, test } from 'vitest';
import { columnsFor } from '../../../../src/features/secure-events/pane-columns.ts';
import { rowsNeedDay } from '../../../../src/features/secure-events/pane-day.ts';
import { layoutOf } from '../../../../src/features/secure-events/pane-layout.ts';
import { entrySegments } from '../../../../src/features/secure-events/pane-rows.ts';
import { timelineLines } from '../../../../src/features/secure-events/pane-timeline.ts';
import { entryOf } from '../../../../src/features/secure-events/store-buffer.ts';
import { emptySnapshot } from '../../../../src/features/secure-events/store-derive.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';
import { sampleEvent } from '../../../support/scripted-events.ts';

const today = Date.UTC(2026, 10, 21);
const yesterday = today - 3_600_000;
const rowAt = (ms: number, number = 1) =>
  entryOf({
    kind: 'event',
    event: { ...sampleEvent(number, 1_000), atNs: BigInt(ms) * 1_000_000n },
  });
const shown = (askedAt: number | null, ...times: readonly number[]) => ({
  ...emptySnapshot,
  counts: { ...emptySnapshot.counts, at: askedAt },
  stream: { ...emptySnapshot.stream, entries: times.map(rowAt) },
});

describe('the day of rows', () => {
  test.each([
    ['none', shown(today), false],
    ['those of today alone', shown(today + 2000, today, today + 1000), false],
    ['those of two days', shown(null, yesterday, today), true],
    ['those of yesterday alone', shown(today, yesterday, yesterday + 1), true],
    ['one that came late', shown(today, today + 1, yesterday), true],
  ])('%s', (_what, snapshot, expected) => {
    expect(rowsNeedDay(snapshot)).toBe(expected);
    const { columns } = layoutOf(snapshot, { width: 80, height: 24 }, 0);
    const look = { columns, width: 78, marked: false, stale: false };
    expect(columns.map(({ name }) => name)).toContain('who');
    const row = plainText(entrySegments(rowAt(yesterday), look));
    expect(row).toMatch(expected ? /^ 11-20 23:00 / : /^ 23:00:00 /);
    const gap = { fromNs: 0n, toNs: 1_000_000_000n, reason: 'cut' };
    const gapRow = plainText(entrySegments(entryOf({ kind: 'gap', gap }), look));
    expect(gapRow.includes('1970-01-01T00:00:00Z to 1970-01-01T00:00:01Z')).toBe(expected);
  });

  test('is told with seconds where there is room', () => {
    const look = { columns: columnsFor(120, true), width: 120, marked: false, stale: false };
    const row = plainText(entrySegments(rowAt(yesterday), look));
    expect(row).toMatch(/^ 11-20 23:00:00 /);
  });

  test('belongs to both ends of an axis over midnight', () => {
    const lines = timelineLines(shown(today, yesterday, today), { width: 100, height: 5 });
    const axis = plainText(lines.at(-1) ?? []);
    expect(axis).toMatch(/11-20 23:00 .* 11-21 00:00/);
  });
});
