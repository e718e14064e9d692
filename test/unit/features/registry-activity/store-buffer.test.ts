import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventBuffer } from '../../../../src/features/registry-activity/store-buffer.ts';
import { activityEvent } from '../../../support/scripted-activity.ts';

const start = Date.UTC(2026, 10, 21, 12, 0, 0);
const at = (second: number) => activityEvent(second, start + second * 1000);

test('holds the newest of what comes in any order and in any portions, each once', () => {
  const portions = fc.array(fc.array(fc.nat(60), { maxLength: 20 }), { maxLength: 20 });
  fc.assert(
    fc.property(portions, fc.integer({ min: 1, max: 30 }), (parts, capacity) => {
      const buffer = createEventBuffer(capacity);
      const fresh = parts.flatMap((part) => buffer.push(part.map(at)));
      const seconds = buffer.events().map(({ atMs }) => ((atMs ?? 0) - start) / 1000);
      const all = [...new Set(parts.flat())].sort((left, right) => left - right);
      expect(seconds).toEqual(all.slice(-capacity));
      expect(fresh.length).toBeGreaterThanOrEqual(all.length);
      expect(buffer.dropped).toBe(fresh.length - seconds.length);
    }),
  );
});

test('keeps the order in which events of one time were told, and the array until one comes', () => {
  const buffer = createEventBuffer(10);
  buffer.push([activityEvent(2, start), activityEvent(1, start), at(-1)]);
  const events = buffer.events();
  expect(events.map(({ id }) => id.slice(-1))).toEqual(['1', '2', '1']);
  expect(buffer.push([activityEvent(1, start)])).toEqual([]);
  expect(buffer.events()).toBe(events);
});

test('what tells no time stands first', () => {
  const buffer = createEventBuffer(10);
  buffer.push([at(1), activityEvent(9, start, { atMs: null, at: null })]);
  expect(buffer.events()[0]?.atMs).toBeNull();
});
