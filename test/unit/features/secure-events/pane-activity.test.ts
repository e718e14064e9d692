import { expect, test } from 'vitest';
import { emptyList } from '../../../../src/core/list.ts';
import type { AuditEntry } from '../../../../src/features/secure-events/audit-model.ts';
import {
  activityHead,
  noActivityText,
} from '../../../../src/features/secure-events/pane-activity.ts';
import type { Front } from '../../../../src/features/secure-events/store-state.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';
import { sampleEvent } from '../../../support/scripted-events.ts';

const entry = { id: 'one', atNs: 1n, type: 'commands', what: 'ls' } as AuditEntry;
const around = (value: readonly AuditEntry[]) => ({
  kind: 'around' as const,
  event: sampleEvent(1, 1_000),
  load: { kind: 'ready' as const, value, notes: [] },
  list: emptyList,
});

test('what happened around an event tells its day', () => {
  const atNs = BigInt(Date.UTC(2026, 10, 20, 21, 19, 26)) * 1_000_000n;
  const front = around([entry]);
  const [title] = activityHead({ ...front, event: { ...front.event, atNs } }, 100);
  expect(plainText(title ?? [])).toMatch(/ from 2026-11-20 21:1\d:\d6 to 21:2\d:\d6Z/);
});

test.each<[string, Front | undefined, string]>([
  ['the stream', undefined, 'no activity is selected; a lists them'],
  [
    'the event among its activities',
    around([entry]),
    'this row is the event itself; T traces the activities beside it',
  ],
  ['a list without activities', around([]), 'there is no activity here to trace'],
])('%s says why nothing is traced from it', (_what, front, expected) => {
  expect(noActivityText(front)).toBe(expected);
});
