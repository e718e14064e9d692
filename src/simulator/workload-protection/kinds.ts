import type { Catalogue } from '../catalogue.ts';
import { containerRules } from './container-rules.ts';
import { otherRules, scanningRule } from './other-rules.ts';
import type { Rule } from './rule.ts';
import type { CompleteSetting } from './setting.ts';
import { type Subject, subjectsOf } from './subjects.ts';

/**
 * What events can be told apart by, beside their time: a rule and a container. There are few
 * kinds, so that a filter judges each kind once, however many events there are.
 */
export interface Kinds {
  readonly count: number;
  ruleOf(kind: number): Rule;
  subjectOf(kind: number): Subject;
  /** The kind of this rule and container. @throws RangeError for an unknown rule */
  kindOf(rule: string, subject: number): number;
  /** The kind that 32 random bits choose. */
  drawn(bits: number): number;
  readonly subjects: readonly Subject[];
}

/** The kinds of a seed. */
export function createKinds(seed: number, catalogue: Catalogue, setting: CompleteSetting): Kinds {
  const subjects = subjectsOf(seed, catalogue);
  const rules = [
    ...containerRules,
    ...otherRules,
    ...(setting.engines === 'current' ? [] : [scanningRule]),
  ];
  const lots = rules.flatMap(({ weight }, index) => Array.from({ length: weight }, () => index));
  const placeOf = new Map(rules.map(({ name }, index) => [name, index]));
  const part = (kind: number) => Math.floor(kind / subjects.length);
  const at = <T>(items: readonly T[], index: number): T => {
    const item = items[index];
    if (item === undefined) throw new RangeError(`there is no kind ${index}`);
    return item;
  };
  return {
    subjects,
    count: rules.length * subjects.length,
    ruleOf: (kind) => at(rules, part(kind)),
    subjectOf: (kind) => at(subjects, kind % subjects.length),
    kindOf: (rule, subject) => {
      const place = placeOf.get(rule);
      if (place === undefined) throw new RangeError(`there is no rule ${rule}`);
      return place * subjects.length + subject;
    },
    drawn: (bits) => {
      const rule = lots[(bits >>> 16) % lots.length] ?? 0;
      // Some containers are noisier than others.
      const low = bits & 0xff;
      const high = (bits >>> 8) & 0xff;
      return rule * subjects.length + (Math.min(low, high) % subjects.length);
    },
  };
}
