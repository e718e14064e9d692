import { expect, test } from 'vitest';
import { createGovernor } from '../../../src/api/budget.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const registry = { requests: 3, windowMs: 30_000, paths: /\/registry$/ };
const list = '/api/v1/registry';
const progress = '/api/v1/registry/progress';

function setUp(limits = [registry]) {
  const clock = createManualClock();
  const governor = createGovernor(clock);
  return { clock, governor, budget: governor.host('prisma', 'console:8083', limits) };
}

test('a documented limit lets its number through, then waits for the window', async () => {
  const { budget, clock } = setUp();
  for (let call = 0; call < 3; call += 1) {
    expect(budget.waitMs(list)).toBe(0);
    budget.take(list);
    await clock.advance(1_000);
  }
  expect(budget.waitMs(list)).toBe(27_000);
  expect(budget.waitMs(progress)).toBe(0);
  expect(budget.state()).toEqual({ perMinute: 3, left: 0, blockedUntil: null });
  await clock.advance(27_000);
  expect(budget.waitMs(list)).toBe(0);
  expect(budget.state().left).toBe(1);
});

test('clients of one vendor at one host share it; others have their own', () => {
  const { budget, governor } = setUp();
  const same = governor.host('prisma', 'console:8083', [registry]);
  for (let call = 0; call < 3; call += 1) same.take(list);
  expect(budget.waitMs(list)).toBe(30_000);
  expect(governor.host('prisma', 'other:8083', [registry]).waitMs(list)).toBe(0);
  expect(governor.host('xray', 'console:8083', [registry]).waitMs(list)).toBe(0);
});

test('requests of the last minute are counted', async () => {
  const { budget, clock } = setUp([]);
  budget.take(progress);
  await clock.advance(40_000);
  budget.take(progress);
  expect(budget.state()).toEqual({ perMinute: 2, left: null, blockedUntil: null });
  await clock.advance(20_000);
  expect(budget.state().perMinute).toBe(1);
});

test('a 429 with Retry-After blocks for as long as it says', async () => {
  const { budget, clock } = setUp([]);
  budget.learn(progress, { status: 429, headers: { 'retry-after': '600' } });
  expect(budget.waitMs(progress)).toBe(600_000);
  expect(budget.state().blockedUntil).toBe(clock.now() + 600_000);
  await clock.advance(600_000);
  expect(budget.waitMs(progress)).toBe(0);
  expect(budget.state().blockedUntil).toBeNull();
});

test('a 429 of a limited path blocks its window, and leaves other paths alone', () => {
  const { budget } = setUp();
  budget.learn(list, { status: 429, headers: {} });
  expect(budget.waitMs(list)).toBe(30_000);
  expect(budget.waitMs(progress)).toBe(0);
});

test('a 429 without any hint blocks longer each time in a row', () => {
  const { budget } = setUp([]);
  const waits = Array.from({ length: 8 }, () => {
    budget.learn(progress, { status: 429, headers: {} });
    return budget.waitMs(progress);
  });
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000));
  budget.learn(progress, { status: 200, headers: {} });
  budget.learn(progress, { status: 429, headers: {} });
  expect(budget.waitMs(progress)).toBe(1_000);
});

test('a 503 blocks only when it says for how long', () => {
  const { budget } = setUp([]);
  budget.learn(progress, { status: 503, headers: {} });
  expect(budget.waitMs(progress)).toBe(0);
  budget.learn(progress, { status: 503, headers: { 'retry-after': '4' } });
  expect(budget.waitMs(progress)).toBe(4_000);
});

test.each([
  ['x-ratelimit, seconds', 'x-ratelimit-', '20'],
  ['ratelimit, seconds', 'ratelimit-', '20'],
  ['an epoch in seconds', 'x-ratelimit-', 'epoch'],
])('learns what is left from %s', (_name, prefix, reset) => {
  const { budget, clock } = setUp([]);
  const at = reset === 'epoch' ? String(clock.now() / 1000 + 20) : reset;
  const headers = (left: string) => ({
    [`${prefix}limit`]: '100',
    [`${prefix}remaining`]: left,
    [`${prefix}reset`]: at,
  });
  budget.take(progress);
  budget.learn(progress, { status: 200, headers: headers('80') });
  expect(budget.state().left).toBe(80);
  expect(budget.waitMs(progress)).toBe(0);
  budget.learn(progress, { status: 200, headers: headers('0') });
  expect(budget.waitMs(progress)).toBe(20_000);
});

test('the last calls of a learnt limit are spread over its window', () => {
  const { budget } = setUp([]);
  budget.take(progress);
  const headers = {
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': '9',
    'x-ratelimit-reset': '20',
  };
  budget.learn(progress, { status: 200, headers });
  expect(budget.waitMs(progress)).toBe(2_000);
});

test('a limit that is named while a call is on its way learns from its answer', () => {
  const { budget, governor } = setUp([]);
  budget.take(list);
  governor.host('prisma', 'console:8083', [registry]);
  const headers = {
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': '1',
    'x-ratelimit-reset': '20',
  };
  budget.learn(list, { status: 200, headers });
  expect(budget.state().left).toBe(1);
  expect(budget.waitMs(list)).toBe(0);
});
