import { stringifyJson } from '../../core/json.ts';
import type { ActivityCriteria } from './criteria.ts';
import { type ActivityEvent, fullAction } from './model.ts';

/** Tells whether an event is one of those that are asked for. */
export type EventMatch = (event: ActivityEvent) => boolean;

/**
 * Makes the test of criteria. The vendor is asked for what its index finds for certain; the rest, and
 * all that comes from files, is sorted out here. `tier` and `query` are for the vendor alone.
 */
export function compileMatch(criteria: ActivityCriteria): EventMatch {
  const { correlationId, region } = criteria;
  const tests: EventMatch[] = [];
  const oneOf = (wanted: readonly string[], value: (event: ActivityEvent) => string | null) => {
    if (wanted.length === 0) return;
    const set = new Set(wanted);
    tests.push((event) => set.has(value(event) ?? ''));
  };
  const part = (
    wanted: string | null,
    values: (event: ActivityEvent) => readonly (string | null)[],
  ) => {
    if (wanted === null || wanted === '') return;
    const needle = wanted.toLowerCase();
    tests.push((event) => values(event).some((value) => value?.toLowerCase().includes(needle)));
  };
  oneOf(criteria.actions.map(fullAction), ({ action }) => action);
  oneOf(criteria.groups, ({ group }) => group);
  oneOf(criteria.outcomes, ({ outcome }) => outcome);
  oneOf(criteria.severities, ({ severity }) => severity);
  oneOf(correlationId === null ? [] : [correlationId], (event) => event.correlationId);
  oneOf(region === null ? [] : [region], (event) => event.region);
  part(criteria.initiator, ({ initiator }) => [initiator.id, initiator.name]);
  part(criteria.target, ({ target }) => [target.id, target.name]);
  part(criteria.text, ({ raw }) => [stringifyJson(raw)]);
  return (event) => tests.every((test) => test(event));
}
