import { type ChosenValue, missedFields } from '../../core/facet-count.ts';
import type { TimeSpan } from '../../core/time-span.ts';
import { type AuditCriteria, allEvents, criteriaFromOptions } from './audit-criteria.ts';
import type { AuditEvent } from './model.ts';
import { type EventField, eventFields } from './store-events-fields.ts';

/** What is asked of the server, which knows the time and whether events were on trial alone. */
export interface EventsBase {
  readonly span: TimeSpan;
  /** What policies on trial would have done, in the place of what was done. */
  readonly dryRun: boolean;
}

/** What is looked at: what was asked for, narrowed here to some values. */
export interface EventsQuestion extends EventsBase {
  readonly chosen: readonly ChosenValue[];
}

/** What the view asks at first. */
export const firstQuestion: EventsQuestion = {
  span: { kind: 'range', range: '24h' },
  dryRun: false,
  chosen: [],
};

/** Whether the chosen values leave an event. */
export function leaves({ chosen }: EventsQuestion, event: AuditEvent): boolean {
  return missedFields(event, eventFields, chosen).length === 0;
}

/** The narrowing in the words of the commands. */
export interface NarrowingWords {
  /** The options of `audit-events` and of the export, by camelCase name. */
  readonly options: Readonly<Record<string, true | readonly string[]>>;
  readonly criteria: AuditCriteria;
  /** Fields that no option chooses by, or not by what is missing, with their values. */
  readonly rest: readonly { readonly field: EventField; readonly keys: readonly string[] }[];
}

/** Parts the narrowing into what the commands have options for, and the rest. */
export function narrowingWords({ chosen, dryRun }: EventsQuestion): NarrowingWords {
  const parts = eventFields.flatMap((field) => {
    const keys = chosen.filter((one) => one.field === field.field).map(({ key }) => key);
    return keys.length === 0 ? [] : [{ field, keys }];
  });
  // An empty value stands for what is not told: no option says that.
  const isOption = (part: (typeof parts)[number]) =>
    part.field.option !== null && !part.keys.includes('');
  const options: Record<string, true | readonly string[]> = dryRun ? { dryRun: true } : {};
  for (const { field, keys } of parts.filter(isOption)) options[field.option ?? ''] = keys;
  const criteria = { ...allEvents, ...criteriaFromOptions(options) };
  return { options, criteria, rest: parts.filter((part) => !isOption(part)) };
}

/** Whether two plain values are alike. */
export function same(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
