import { expect, test } from 'vitest';
import { createDoubles } from '../../../../src/features/registry-activity/doubles.ts';
import { activityEvent } from '../../../support/scripted-activity.ts';

test('takes no events for doubles that only share what a service correlates them by', () => {
  const doubles = createDoubles();
  const event = activityEvent(1, 1_000);
  const others = [
    { ...event, action: 'container-registry.image.tag' },
    { ...event, outcome: 'pending' },
    { ...event, target: { ...event.target, id: 'us.icr.io/acme/other@sha256:0' } },
  ];
  expect([event, ...others].map(doubles.isNew)).toEqual([true, true, true, true]);
  expect([event, ...others].map(doubles.isNew)).toEqual([false, false, false, false]);
});

test('knows the last events again, and forgets those of long ago', () => {
  const doubles = createDoubles(3);
  const news = (...numbers: readonly number[]) =>
    numbers.map((number) => doubles.isNew(activityEvent(number, 1_000)));
  expect(news(1, 2, 3, 4, 2, 3)).toEqual([true, true, true, true, false, false]);
  expect(doubles.isNew(activityEvent(3, 2_000))).toBe(true);
  expect(news(5, 6, 7, 8)).toEqual([true, true, true, true]);
  expect(news(1)).toEqual([true]);
  expect(doubles.count()).toBe(2);
});
