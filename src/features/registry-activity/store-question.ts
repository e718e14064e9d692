import { type ChosenValue, missedFields, toggleValue } from '../../core/facet-count.ts';
import type { TimeSpan } from '../../core/time-span.ts';
import { type ActivityCriteria, everything, type Tier } from './criteria.ts';
import type { ActivityEvent } from './model.ts';
import { countedFields, type FacetField } from './store-fields.ts';
import { actionsThat, isDeletion, isSettingChange, type Lens, lensMatches } from './store-lens.ts';

/** What the rows are narrowed to: a lens, and values within it. */
export interface Narrowing {
  readonly lens: Lens | null;
  readonly chosen: readonly ChosenValue[];
}

/** What is looked at before it is narrowed. */
export interface Base {
  readonly span: TimeSpan;
  /** Null: where this profile's events are known to be. */
  readonly tier: Tier | null;
  /** A condition in DataPrime; empty for none. */
  readonly query: string;
  /** A file in the place of the vendor; null for the vendor. */
  readonly file: string | null;
}

/** What is asked, and the way there: the last narrowing is in force. */
export interface ActivityQuestion {
  readonly base: Base;
  readonly trail: readonly Narrowing[];
}

/** Every event of the window. */
export const wide: Narrowing = { lens: null, chosen: [] };

/** What the pane asks at first. */
export const firstQuestion: ActivityQuestion = {
  base: { span: { kind: 'range', range: '24h' }, tier: null, query: '', file: null },
  trail: [],
};

/** The narrowing in force. */
export function narrowingOf({ trail }: ActivityQuestion): Narrowing {
  return trail.at(-1) ?? wide;
}

/** Whether nothing is narrowed. */
export function isWide({ lens, chosen }: Narrowing): boolean {
  return lens === null && chosen.length === 0;
}

/** Looks through a lens: at all that it leaves, whatever was looked at before. */
export function throughLens(question: ActivityQuestion, lens: Lens): ActivityQuestion {
  const now = narrowingOf(question);
  if (same(now, { lens, chosen: [] })) return question;
  return { ...question, trail: [...question.trail, { lens, chosen: [] }] };
}

/** Chooses a value within what is looked at, or takes it back. */
export function toggleChosen(question: ActivityQuestion, value: ChosenValue): ActivityQuestion {
  const { lens, chosen } = narrowingOf(question);
  const next = { lens, chosen: toggleValue(chosen, value) };
  const before = question.trail.slice(0, -1);
  return { ...question, trail: isWide(next) ? before : [...before, next] };
}

/** One step back: the chosen values go first, then the lens. Null when nothing is narrowed. */
export function unwound(question: ActivityQuestion): ActivityQuestion | null {
  const last = question.trail.at(-1);
  if (last === undefined) return null;
  const before = question.trail.slice(0, -1);
  const bare = { lens: last.lens, chosen: [] };
  const isChosen = last.lens !== null && last.chosen.length > 0;
  return { ...question, trail: isChosen ? [...before, bare] : before };
}

/** Whether a narrowing leaves an event. */
export function leaves({ lens, chosen }: Narrowing, event: ActivityEvent): boolean {
  if (lens !== null && !lensMatches(lens, event)) return false;
  return missedFields(event, countedFields, chosen).length === 0;
}

/** Whether all that one narrowing leaves, the other leaves too. */
export function isWithin(inner: Narrowing, outer: Narrowing): boolean {
  if (outer.lens !== null && !same(outer.lens, inner.lens)) return false;
  const fields = new Set(outer.chosen.map(({ field }) => field));
  return [...fields].every((field) => {
    const allowed = outer.chosen.filter((one) => one.field === field).map(({ key }) => key);
    const wanted = inner.chosen.filter((one) => one.field === field);
    return wanted.length > 0 && wanted.every(({ key }) => allowed.includes(key));
  });
}

/** Whether two plain values are alike. */
export function same(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

/**
 * What the server is asked for: everything that the narrowing leaves, and where the server has no
 * words for it some more, which is left out here.
 */
export function criteriaOf(base: Base, narrowing: Narrowing): ActivityCriteria {
  const { lens, chosen } = narrowing;
  const keys = (field: FacetField): readonly string[] => {
    const values = chosen.filter((one) => one.field === field).map(({ key }) => key);
    return values.includes('') ? [] : values;
  };
  const single = (field: FacetField) =>
    keys(field).length === 1 ? (keys(field)[0] ?? null) : null;
  const through = lens === null ? {} : lensCriteria(lens);
  const query = base.query === '' ? null : base.query;
  return {
    ...everything,
    actions: keys('action'),
    outcomes: keys('outcome'),
    severities: keys('severity'),
    initiator: single('initiator'),
    target: single('place'),
    region: single('region'),
    tier: base.tier,
    query,
    ...through,
  };
}

function lensCriteria(lens: Lens): Partial<ActivityCriteria> {
  switch (lens.kind) {
    case 'failures':
      return { outcomes: ['failure'] };
    case 'deletions':
      return { actions: actionsThat(isDeletion) };
    case 'changes':
      return { actions: actionsThat(isSettingChange) };
    case 'initiator':
      return { initiator: lens.id ?? lens.name };
    case 'target':
      return { target: lens.image ?? lens.name ?? lens.id };
    case 'correlation':
      return { correlationId: lens.id };
    case 'burst':
      return { initiator: lens.initiator };
  }
}
