import type { BurstRule } from '../../api/session.ts';
import { createDerivedParts, type DerivedParts } from '../../core/derived-parts.ts';
import { type ActivityRoom, deriveWith, emptySnapshot, firstRoom } from './store-derive.ts';
import type { ActivityQuestion } from './store-question.ts';
import type { ActivitySnapshot, LoadState } from './store-state.ts';

/** The snapshot in its parts, each with one way to change it. All publish at once. */
export interface ActivityParts
  extends Omit<DerivedParts<ActivitySnapshot, ActivityRoom>, 'change'> {
  ask(question: ActivityQuestion): void;
  load(change: Partial<LoadState>): void;
}

/** Creates the parts of an empty pane. */
export function createActivityParts(rule: BurstRule): ActivityParts {
  const { change, ...parts } = createDerivedParts<ActivitySnapshot, ActivityRoom>({
    initial: emptySnapshot,
    room: firstRoom,
    derive: deriveWith(rule),
  });
  return {
    ...parts,
    ask: (question) => change({ question }),
    load: (part) => change({ load: { ...parts.get().load, ...part } }),
  };
}
