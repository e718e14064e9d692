import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unwrap } from '../../../../src/api/activity-tracking/unwrap.ts';
import { findBursts } from '../../../../src/features/registry-activity/bursts.ts';
import { decodeEvent } from '../../../../src/features/registry-activity/event.ts';
import type { ActivityEvent } from '../../../../src/features/registry-activity/model.ts';
import { plain } from '../../../fixtures/activity-tracking/samples.ts';

const rule = { burstWithinMs: 60_000, burstDeletions: 3, burstRefusals: 2 };
const startMs = Date.UTC(2026, 2, 1);

function event(second: number, changes: object = {}): ActivityEvent {
  const eventTime = new Date(startMs + second * 1000).toISOString();
  const action = 'container-registry.image.delete';
  const [found] = unwrap({ ...plain, action, eventTime, id: `e${second}`, ...changes }).events;
  if (found === undefined) throw new Error('no event');
  return decodeEvent(found);
}

const by = (id: string) => ({ initiator: { ...plain.initiator, id } });
const refused = { outcome: 'failure', reason: { reasonCode: 403, reasonType: 'Forbidden' } };

test('a burst is as many as the rule says within its time, by one initiator', () => {
  const events = [0, 40, 90, 100, 300].map((second) => event(second));
  expect(findBursts(events, rule)).toMatchObject([
    { of: 'deletions', count: 3, ids: ['e40', 'e90', 'e100'] },
  ]);
  expect(findBursts([event(0), event(1, by('x')), event(2)], rule)).toEqual([]);
});

test('refusals count as such, whatever was tried, and not as deletions', () => {
  const events = [
    event(0, refused),
    event(1, { ...refused, action: 'container-registry.auth.set' }),
  ];
  expect(findBursts(events, rule)).toMatchObject([{ of: 'refusals', count: 2 }]);
  const failed = { outcome: 'failure', reason: { reasonCode: 404, reasonType: 'Not Found' } };
  expect(
    findBursts(
      [0, 1, 2].map((second) => event(second, failed)),
      rule,
    ),
  ).toEqual([]);
});

test('the order of the events means nothing, and no stretch with enough of them is missed', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(600), { maxLength: 30 }), (seconds) => {
      const bursts = findBursts(
        seconds.map((second) => event(second)),
        rule,
      );
      const part = new Set(bursts.flatMap(({ ids }) => ids));
      for (const second of seconds) {
        const around = seconds.filter((other) => other >= second && other - second <= 60);
        if (around.length >= 3) for (const other of around) expect(part).toContain(`e${other}`);
      }
      expect(
        findBursts(
          seconds.toReversed().map((second) => event(second)),
          rule,
        ),
      ).toEqual(bursts);
      expect(bursts.every(({ count }) => count >= 3)).toBe(true);
    }),
    { numRuns: 100 },
  );
});
