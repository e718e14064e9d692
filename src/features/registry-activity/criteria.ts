import type { ActionGroup } from './model.ts';

/** Where the vendor looks: the index of the last days, or all logs in the archive. */
export type Tier = 'frequent_search' | 'archive';

/** What is asked for. An empty list or null selects everything. */
export interface ActivityCriteria {
  /** With or without `container-registry.`; any of them. */
  readonly actions: readonly string[];
  readonly groups: readonly ActionGroup[];
  readonly outcomes: readonly string[];
  readonly severities: readonly string[];
  /** A part of the initiator's id or name. */
  readonly initiator: string | null;
  /** A part of the target's id or name. */
  readonly target: string | null;
  readonly correlationId: string | null;
  readonly region: string | null;
  /** Null: as the profile says, or what was remembered for it. */
  readonly tier: Tier | null;
  /** A condition in DataPrime, as it is; for those who know the language. */
  readonly query: string | null;
  /** A part of any text of the event, whatever its case. */
  readonly text: string | null;
}

/** Criteria that select every event of the registry. */
export const everything: ActivityCriteria = {
  actions: [],
  groups: [],
  outcomes: [],
  severities: [],
  initiator: null,
  target: null,
  correlationId: null,
  region: null,
  tier: null,
  query: null,
  text: null,
};
