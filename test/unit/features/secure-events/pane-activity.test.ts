import { expect, test } from 'vitest';
import { emptyList } from '../../../../src/core/list.ts';
import type { AuditEntry } from '../../../../src/features/secure-events/audit-model.ts';
import { noActivityText } from '../../../../src/features/secure-events/pane-activity.ts';
import type { Front } from '../../../../src/features/secure-events/store-state.ts';
import { sampleEvent } from '../../../support/scripted-events.ts';

const entry = { id: 'one', atNs: 1n, type: 'commands', what: 'ls' } as AuditEntry;
const around = (value: readonly AuditEntry[]): Front => ({
  kind: 'around',
  event: sampleEvent(1, 1_000),
  load: { kind: 'ready', value, notes: [] },
  list: emptyList,
});

test.each([
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
