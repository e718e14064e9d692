import { describe, expect, test } from 'vitest';
import { columnsFor } from '../../../../src/features/registry-activity/pane-columns.ts';
import { axisNeedsDay, rowsNeedDay } from '../../../../src/features/registry-activity/pane-day.ts';
import { timelineLines } from '../../../../src/features/registry-activity/pane-timeline.ts';
import { timeText } from '../../../../src/features/registry-activity/pane-words.ts';
import { emptySnapshot } from '../../../../src/features/registry-activity/store-derive.ts';
import {
  type Base,
  firstQuestion,
} from '../../../../src/features/registry-activity/store-question.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';
import { activityEvent } from '../../../support/scripted-activity.ts';

const now = Date.UTC(2026, 10, 21, 21, 18);
const minute = 60_000;
const shown = (base: Partial<Base>, sinceMs: number, untilMs: number) => {
  const question = { ...firstQuestion, base: { ...firstQuestion.base, ...base } };
  const counts = { all: [1], failed: [0], total: 1, failures: 0, open: 0 };
  const of = { base: question.base, narrowing: { lens: null, chosen: [] } };
  return {
    ...emptySnapshot,
    question,
    load: { ...emptySnapshot.load, of },
    timeline: { sinceMs, untilMs, ...counts },
  };
};
const bounds = { kind: 'bounds', sinceMs: now - 60 * minute, untilMs: now } as const;

describe('the day of a time', () => {
  test.each([
    [
      'a range within today',
      shown({ span: { kind: 'range', range: '1h' } }, now - 60 * minute, now),
      false,
    ],
    ['a range from yesterday', shown({}, now - 24 * 60 * minute, now), true],
    ['the first hour of a day', shown({}, now - 22 * 60 * minute, now), true],
    ['a file', shown({ file: 'a.ndjson' }, now - 60 * minute, now), true],
    ['a time with two ends', shown({ span: bounds }, now - 60 * minute, now), true],
  ])('%s', (_what, snapshot, expected) => {
    expect(axisNeedsDay(snapshot)).toBe(expected);
    const axis = plainText(timelineLines(snapshot, { width: 100, height: 3 })[2] ?? []);
    expect(axis.match(/\d\d-\d\d \d\d:\d\d/g)?.length ?? 0).toBe(expected ? 2 : 0);
  });

  test.each([
    ['a range with rows of today alone', {}, minute, false],
    ['a range with rows of yesterday', {}, 22 * 60 * minute, true],
    ['a file', { file: 'a.ndjson' }, minute, true],
  ])('belongs to the rows of %s: %s', (_what, base, age, expected) => {
    const snapshot = shown(base, now - 24 * 60 * minute, now);
    const events = [now - age, now].map((at, number) => activityEvent(number, at));
    expect(rowsNeedDay({ ...snapshot, load: { ...snapshot.load, events } })).toBe(expected);
  });

  test('has room in a row of 80 cells, and is told with its month', () => {
    const [time] = columnsFor({ width: 78, withDay: true });
    expect(timeText(now, time?.width ?? 0)).toBe('11-21 21:18');
    expect(timeText(now, 14)).toBe('11-21 21:18:00');
    expect(timeText(now, 8)).toBe('21:18:00');
  });
});
