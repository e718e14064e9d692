import { allOf, isOneOf } from '../../api/workload-protection/filter-text.ts';
import type { SeverityWord } from './model.ts';
import { withMeantLevels } from './severity-filter.ts';

/** A value that the stream is narrowed to. */
export interface Chosen {
  /** The group it was chosen in: `ruleName`, `workload`, `severity`. */
  readonly group: string;
  /** The field of the filter language. */
  readonly field: string;
  readonly key: string;
}

/** What is asked. Another question is another object, so that an answer knows whose it is. */
export interface EventsQuestion {
  /** The expression that the user typed; empty for all events. */
  readonly filter: string;
  readonly chosen: readonly Chosen[];
  /** How far back, in the grammar of durations: `15m`. */
  readonly range: string;
}

/** What the pane asks at first. */
export const firstQuestion: EventsQuestion = { filter: '', chosen: [], range: '15m' };

/** The numbers of a severity's word; `unknown` has none of its own. */
export const severityLevels: Readonly<Record<SeverityWord, readonly number[]>> = {
  high: [0, 1, 2, 3],
  medium: [4, 5],
  low: [6],
  info: [7],
  unknown: [],
};

/** The expression for the server; null for all events. */
export function expressionOf({ filter, chosen }: EventsQuestion): string | null {
  const fields = [...new Set(chosen.map(({ field }) => field))];
  const terms = fields.map((field) => {
    const keys = chosen.filter((one) => one.field === field).map(({ key }) => key);
    return field === 'severity' ? withMeantLevels(keys.flatMap(levelsOf)) : isOneOf(field, keys);
  });
  return allOf(filter, ...terms);
}

function levelsOf(word: string): readonly string[] {
  const known = Object.entries(severityLevels).find(([other]) => other === word);
  return known?.[1].map(String) ?? [];
}

/** Chooses a value, or takes it back. */
export function toggleChosen(question: EventsQuestion, wanted: Chosen): EventsQuestion {
  const isIt = (one: Chosen) => one.group === wanted.group && one.key === wanted.key;
  const rest = question.chosen.filter((one) => !isIt(one));
  const chosen = rest.length < question.chosen.length ? rest : [...rest, wanted];
  return { ...question, chosen };
}
