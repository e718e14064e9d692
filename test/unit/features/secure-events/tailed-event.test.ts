import { expect, test } from 'vitest';
import type { WireRow } from '../../../../src/api/workload-protection/schema.ts';
import { timelineLines } from '../../../../src/features/secure-events/pane-timeline.ts';
import { createStreamBuffer } from '../../../../src/features/secure-events/store-buffer.ts';
import { emptySnapshot } from '../../../../src/features/secure-events/store-derive.ts';
import { TailedEvent } from '../../../../src/features/secure-events/tailed-event.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';

/** Rows that count how often they are decoded. */
function countingRows(count: number) {
  let decoded = 0;
  const rows = Array.from({ length: count }, (_, n): WireRow => {
    const id = `event ${n}`;
    return {
      ...{ id, atNs: BigInt(n) * 1_000_000_000n },
      severityPart: { severity: n % 8 },
      get wire() {
        decoded += 1;
        return { id, severity: n % 8, name: `policy ${n}` };
      },
    };
  });
  return { rows, decoded: () => decoded };
}

test('an event is decoded once, when it is looked at', () => {
  const { rows, decoded } = countingRows(1);
  const [event] = rows.map((row) => new TailedEvent(row, true));
  expect(event?.severityWord).toBe('high');
  expect(decoded()).toBe(0);
  expect([event?.event.policy, event?.event.late]).toEqual(['policy 0', true]);
  expect([event?.event.rule, event?.severityWord, decoded()]).toEqual([null, 'high', 1]);
});

test('events that are counted over time, where the server has no series, are not decoded', () => {
  const { rows, decoded } = countingRows(800);
  const buffer = createStreamBuffer(1000);
  buffer.push(rows.map((row) => new TailedEvent(row, false)));
  const snapshot = {
    ...emptySnapshot,
    stream: { ...emptySnapshot.stream, entries: buffer.entries() },
  };
  const lines = timelineLines(snapshot, { width: 100, height: 5 }).map(plainText);
  expect(lines.join('\n')).toMatch(/high +400 .*\n.*medium +200 .*\n.*low +100 .*\n.*info +100 /);
  expect(decoded()).toBe(0);
});
