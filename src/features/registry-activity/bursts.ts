import type { BurstRule } from '../../api/session.ts';
import { type ActivityEvent, isRefused } from './model.ts';

/** Many deletions, or many refused requests, by one initiator within a short time. */
export interface Burst {
  readonly of: 'deletions' | 'refusals';
  /** As the event names it: the id, else the name. Hostile. */
  readonly initiator: string;
  /** Hostile. */
  readonly name: string | null;
  /** Epoch milliseconds of its first and its last event. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  /** Of its events, oldest first. */
  readonly ids: readonly string[];
}

const deletions = new Set(
  [
    ...['image.delete', 'image.bulkdelete', 'image.untag', 'signature.delete'],
    'namespace.delete',
  ].map((name) => `container-registry.${name}`),
);

/** Whether an event tells that something is gone; a deletion that failed is none. */
export function isDeletion({
  action,
  outcome,
}: Pick<ActivityEvent, 'action' | 'outcome'>): boolean {
  return deletions.has(action) && outcome !== 'failure';
}

/** An event that counts, with its time. */
interface Mark {
  readonly event: ActivityEvent;
  readonly atMs: number;
}

/**
 * Finds the bursts among events in any order: each stretch in which, at any moment, the rule's number
 * of events came within the rule's time. Stretches that overlap are one burst.
 *
 * @returns the newest first
 */
export function findBursts(events: Iterable<ActivityEvent>, rule: BurstRule): readonly Burst[] {
  const marks = new Map<string, Mark[]>();
  for (const event of events) {
    const initiator = event.initiator.id ?? event.initiator.name;
    const of = isRefused(event) ? 'refusals' : isDeletion(event) ? 'deletions' : null;
    if (of === null || initiator === null || event.atMs === null) continue;
    const key = `${of} ${initiator}`;
    const known = marks.get(key);
    const mark = { event, atMs: event.atMs };
    if (known === undefined) marks.set(key, [mark]);
    else known.push(mark);
  }
  return [...marks]
    .flatMap(([key, list]) => {
      const of = key.startsWith('refusals ') ? 'refusals' : 'deletions';
      const least = of === 'refusals' ? rule.burstRefusals : rule.burstDeletions;
      return stretches(list, least, rule.burstWithinMs).map((stretch) => burstOf(of, stretch));
    })
    .sort((left, right) => right.toMs - left.toMs);
}

function stretches(marks: readonly Mark[], least: number, withinMs: number): readonly Mark[][] {
  const sorted = marks.toSorted((left, right) => left.atMs - right.atMs);
  const found: { from: number; to: number }[] = [];
  for (let to = least - 1; to < sorted.length; to += 1) {
    const from = to - least + 1;
    if (timeAt(sorted, to) - timeAt(sorted, from) > withinMs) continue;
    const last = found.at(-1);
    if (last !== undefined && from <= last.to) last.to = to;
    else found.push({ from, to });
  }
  return found.map(({ from, to }) => sorted.slice(from, to + 1));
}

function timeAt(marks: readonly Mark[], index: number): number {
  return marks[index]?.atMs ?? 0;
}

function burstOf(of: Burst['of'], marks: readonly Mark[]): Burst {
  const { initiator } = marks[0]?.event ?? { initiator: { id: null, name: null } };
  return {
    of,
    initiator: initiator.id ?? initiator.name ?? '',
    name: initiator.name,
    fromMs: timeAt(marks, 0),
    toMs: timeAt(marks, marks.length - 1),
    count: marks.length,
    ids: marks.map(({ event }) => event.id),
  };
}
