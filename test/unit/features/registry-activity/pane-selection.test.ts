import { expect, test } from 'vitest';
import { criteriaOption } from '../../../../src/features/registry-activity/command-input.ts';
import { selectionOf } from '../../../../src/features/registry-activity/pane-selection.ts';
import { emptySnapshot } from '../../../../src/features/registry-activity/store-derive.ts';
import {
  type ActivityQuestion,
  type Base,
  criteriaOf,
  firstQuestion,
  type Narrowing,
  narrowingOf,
} from '../../../../src/features/registry-activity/store-question.ts';

const now = Date.UTC(2026, 10, 21, 12);
const asked = (narrowing: Narrowing | null, base: Partial<Base> = {}): ActivityQuestion => ({
  base: { ...firstQuestion.base, ...base },
  trail: narrowing === null ? [] : [narrowing],
});
const of = (question: ActivityQuestion) => selectionOf({ ...emptySnapshot, question });

test.each<[string, ActivityQuestion]>([
  ['everything', asked(null)],
  ['a condition and a tier', asked(null, { query: "$d.outcome == 'x'", tier: 'archive' })],
  ['failures', asked({ lens: { kind: 'failures' }, chosen: [] })],
  ['deletions', asked({ lens: { kind: 'deletions' }, chosen: [] })],
  ['one correlation', asked({ lens: { kind: 'correlation', id: 'c-1' }, chosen: [] })],
  ['one initiator', asked({ lens: { kind: 'initiator', id: 'IBMid-1', name: 'a' }, chosen: [] })],
  [
    'chosen values',
    asked({
      lens: null,
      chosen: [
        { field: 'action', key: 'container-registry.image.push' },
        { field: 'action', key: 'container-registry.image.pull' },
        { field: 'severity', key: 'critical' },
        { field: 'region', key: 'us-south' },
      ],
    }),
  ],
])('%s means the same criteria as options of the export', (_what, question) => {
  const selection = of(question);
  const options = selection?.criteria ?? {};
  expect(criteriaOption({ arguments: [], options })).toEqual(
    criteriaOf(question.base, narrowingOf(question)),
  );
  expect(selection).toMatchObject({ kind: 'registry-activity', since: '24h', until: null });
});

test('what no option says goes along as a condition', () => {
  const lens = {
    kind: 'target',
    id: null,
    name: 'us.icr.io/a/b:1',
    image: null,
    digest: null,
  } as const;
  expect(of(asked({ lens, chosen: [] }))?.criteria).toEqual({
    query: "$d.target.name == 'us.icr.io/a/b:1'",
  });
});

test('what is chosen within a lens narrows it', () => {
  const chosen = [{ field: 'outcome', key: 'success' }];
  expect(of(asked({ lens: { kind: 'failures' }, chosen }))?.criteria).toEqual({
    outcome: ['failure'],
    query: "$d.outcome == 'success'",
  });
});

test('the times go along, those of a burst in the place of the window', () => {
  const span = { kind: 'bounds', sinceMs: now - 3_600_000, untilMs: now - 1500 } as const;
  expect(of(asked(null, { span }))).toMatchObject({
    since: '2026-11-21T11:00:00Z',
    until: '2026-11-21T11:59:58.500Z',
  });
  const burst = { kind: 'burst', of: 'refusals', initiator: 'i', name: null } as const;
  const lens = { ...burst, fromMs: now, toMs: now + 999 };
  expect(of(asked({ lens, chosen: [] }))).toMatchObject({
    since: '2026-11-21T12:00:00Z',
    until: '2026-11-21T12:00:01Z',
  });
});

test('a file is not exported', () => {
  expect(of(asked(null, { file: 'events.json' }))).toBeNull();
});
