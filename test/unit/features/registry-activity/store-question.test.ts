import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileMatch } from '../../../../src/features/registry-activity/match.ts';
import { facetFields } from '../../../../src/features/registry-activity/store-fields.ts';
import {
  isDeletion,
  isSettingChange,
  type Lens,
  lensBy,
  lensMatches,
  lensOn,
} from '../../../../src/features/registry-activity/store-lens.ts';
import {
  criteriaOf,
  firstQuestion,
  isWithin,
  leaves,
  type Narrowing,
  narrowingOf,
  throughLens,
  toggleChosen,
  unwound,
  wide,
} from '../../../../src/features/registry-activity/store-question.ts';
import { questionOfView } from '../../../../src/features/registry-activity/store-saved.ts';
import { activityEvent, type EventChanges } from '../../../support/scripted-activity.ts';

const start = Date.UTC(2026, 10, 21, 12, 0, 0);
const failures: Lens = { kind: 'failures' };
const push = { field: 'action', key: 'container-registry.image.push' };

/** Events that differ in what lenses and values look at. */
const someEvent = fc
  .record({
    action: fc.constantFrom('image.push', 'image.delete', 'image.untag', 'auth.set', 'trash.list'),
    outcome: fc.constantFrom('success', 'failure', 'pending', null),
    severity: fc.constantFrom('normal', 'critical', null),
    code: fc.constantFrom(200, 403, null),
    by: fc.constantFrom('a', 'b', null),
    tag: fc.constantFrom('1', '10'),
    digest: fc.constantFrom('aa', 'bb', null),
    region: fc.constantFrom('us-south', 'eu-de', null),
    minute: fc.nat(20),
  })
  .map(({ action, outcome, severity, code, by, tag, digest, region, minute }) => {
    const changes: EventChanges = {
      ...{ action: `container-registry.${action}`, outcome, severity, region },
      reason: { code },
      initiator: { id: by === null ? null : `id-${by}`, name: by },
      target: {
        name: `us.icr.io/shop/cart:${tag}`,
        id: digest === null ? null : `us.icr.io/shop/cart@sha256:${digest}`,
        digest: digest === null ? null : `sha256:${digest}`,
      },
    };
    return activityEvent(minute, start + minute * 60_000, changes);
  });

const someNarrowing = fc
  .record({
    lens: fc.oneof(
      fc.constantFrom<Lens | null>(null, failures, { kind: 'deletions' }, { kind: 'changes' }),
      someEvent.map(lensBy),
      someEvent.map(lensOn),
    ),
    chosen: fc.uniqueArray(
      fc.record({
        field: fc.constantFrom(...facetFields),
        key: fc.constantFrom('', 'failure', 'us-south', 'id-a', '403', push.key),
      }),
      { maxLength: 3, selector: ({ field, key }) => `${field} ${key}` },
    ),
  })
  .map((narrowing): Narrowing => narrowing);

test('the server is asked for everything that a narrowing leaves', () => {
  fc.assert(
    fc.property(someEvent, someNarrowing, (event, narrowing) => {
      const asked = compileMatch(criteriaOf(firstQuestion.base, narrowing));
      expect(!leaves(narrowing, event) || asked(event)).toBe(true);
    }),
  );
});

test('what is within a narrowing, that leaves, too', () => {
  fc.assert(
    fc.property(someEvent, someNarrowing, someNarrowing, (event, inner, outer) => {
      const both = { lens: outer.lens, chosen: [...outer.chosen, ...inner.chosen] };
      for (const narrowing of [inner, both]) {
        const isInner = isWithin(narrowing, outer) && leaves(narrowing, event);
        expect(!isInner || leaves(outer, event)).toBe(true);
      }
    }),
  );
});

test('a lens shows all that it leaves, values narrow it, and each step is unwound', () => {
  const one = throughLens(firstQuestion, failures);
  const two = toggleChosen(one, push);
  expect(narrowingOf(two)).toEqual({ lens: failures, chosen: [push] });
  const three = throughLens(two, { kind: 'deletions' });
  expect(narrowingOf(three)).toEqual({ lens: { kind: 'deletions' }, chosen: [] });
  expect(throughLens(three, { kind: 'deletions' })).toBe(three);

  expect(toggleChosen(two, push)).toEqual(one);
  expect(unwound(three)).toEqual(two);
  expect(unwound(two)).toEqual(one);
  expect(unwound(one)).toEqual(firstQuestion);
  expect(unwound(firstQuestion)).toBeNull();
  expect(narrowingOf(toggleChosen(toggleChosen(firstQuestion, push), push))).toBe(wide);
});

test.each([
  ['image.delete', true, false],
  ['image.bulkdelete', true, false],
  ['image.untag', true, false],
  ['signature.delete', true, false],
  ['namespace.delete', true, true],
  ['image.rm', true, false],
  ['auth.set', false, true],
  ['quota.set', false, true],
  ['retention.set', false, true],
  ['exemption.create', false, true],
  ['namespace.update', false, true],
  ['image.push', false, false],
  ['auth.get', false, false],
  ['trash.restore', false, false],
])('%s: a deletion %s, a change of settings %s', (name, deletes, changes) => {
  const action = `container-registry.${name}`;
  expect([isDeletion(action), isSettingChange(action)]).toEqual([deletes, changes]);
});

test('one image is its digest, and its name where the digest was never known', () => {
  const known = activityEvent(1, start);
  const refused = activityEvent(2, start, { target: { id: known.target.name, digest: null } });
  const other = activityEvent(3, start, { target: { id: 'other@sha256:1', digest: 'sha256:1' } });
  const shown = (from: Lens | null) =>
    [known, refused, other].map((event) => from !== null && lensMatches(from, event));
  expect(shown(lensOn(known))).toEqual([true, true, false]);
  // Of a name alone, every image that had it.
  expect(shown(lensOn(refused))).toEqual([true, true, true]);
});

test('a name stands for an initiator only where no id is told', () => {
  const one = activityEvent(1, start, { initiator: { id: 'x', name: 'ci' } });
  const namesake = activityEvent(2, start, { initiator: { id: 'y', name: 'ci' } });
  const lens = lensBy(one);
  expect(lens !== null && lensMatches(lens, namesake)).toBe(false);
  const nobody = activityEvent(3, start, { initiator: { id: null, name: null } });
  expect(lensBy(nobody)).toBeNull();
});

const savedSpan = { kind: 'range', range: '2d' };

test('a saved view comes back as it was', () => {
  const criteria = { span: savedSpan, tier: 'archive', query: '', lens: failures, chosen: [push] };
  const question = questionOfView({ name: 'v', criteria }, start);
  expect(question.base).toMatchObject({ span: savedSpan, tier: 'archive', file: null });
  expect(narrowingOf(question)).toEqual({ lens: failures, chosen: [push] });
});

test.each([
  null,
  {},
  { span: { kind: 'range', range: 'long' } },
  { span: { kind: 'bounds', sinceMs: 5, untilMs: 1 } },
  { span: savedSpan, tier: 'cellar' },
  { span: savedSpan, lens: { kind: 'fisheye' } },
  { span: savedSpan, chosen: [{ field: 'mood', key: 'x' }] },
  { span: savedSpan, query: 7 },
])('a view that was edited into %j is refused by its name', (criteria) => {
  expect(() => questionOfView({ name: 'mine', criteria }, start)).toThrow(/saved view mine/);
});
