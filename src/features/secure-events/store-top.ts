import type { EventCounts } from './event-counts.ts';
import { severityWords } from './model.ts';
import { type Chosen, type EventsQuestion, severityLevels } from './store-question.ts';

/** The most frequent values of a field; a count is null where only an earlier answer had it. */
export interface TopGroup {
  readonly field: string;
  readonly values: readonly TopGroupValue[];
}

/** A value, as a filter would name it. */
export interface TopGroupValue {
  readonly key: string;
  readonly count: number | null;
  readonly label: string | null;
}

/** A line of the most frequent values: a field, or one of its values. */
export type TopItem =
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly group: string;
      readonly title: string;
      readonly isFolded: boolean;
      readonly chosen: number;
    }
  | {
      readonly kind: 'value';
      readonly id: string;
      readonly value: Chosen;
      /** Null while it is not known. */
      readonly count: number | null;
      readonly highest: number;
      readonly isChosen: boolean;
    };

/** What the lines are made from. */
export interface TopInput {
  readonly lists: readonly TopGroup[];
  readonly counts: EventCounts | null;
  /** Whether the counts answer the question. */
  readonly isCounted: boolean;
  /** Whether the question could not be counted: the call failed. @default false */
  readonly isUncounted?: boolean;
  readonly question: EventsQuestion;
  readonly folded: ReadonlySet<string>;
}

/** The fields in the order in which an operator asks, and their titles. */
const titles: readonly (readonly [field: string, title: string])[] = [
  ['ruleName', 'rule'],
  ['kubernetes.cluster.name', 'cluster'],
  ['kubernetes.namespace.name', 'namespace'],
  ['workload', 'workload'],
  ['kubernetes.node.name', 'node'],
  ['container.image.repo', 'image'],
  ['mitre', 'MITRE'],
];

/** What a field of the server's lists is called. */
export function groupTitle(field: string): string {
  if (field === 'severity') return field;
  return titles.find(([known]) => known === field)?.[1] ?? field;
}

/** The lines: severities first, then each field with its values; what is chosen is always there. */
export function topItems({
  lists,
  counts,
  isCounted,
  isUncounted = false,
  question,
  folded,
}: TopInput): readonly TopItem[] {
  const order = titles.map(([field]) => field);
  const rank = ({ field }: TopGroup) =>
    order.includes(field) ? order.indexOf(field) : order.length;
  const sorted = lists.toSorted((left, right) => rank(left) - rank(right));
  // Severities are known without counts, so that they can be chosen.
  const severities =
    counts === null && !isUncounted ? null : severityList(isCounted ? counts : null);
  const known = severities === null ? sorted : [severities, ...sorted];
  const lost = question.chosen.filter(({ group }) => !known.some(({ field }) => field === group));
  const missing = [...new Set(lost.map(({ group }) => group))].map((field) => ({
    field,
    values: [],
  }));
  const items = [...known, ...missing].flatMap((list) => groupItems(list, question, folded));
  return isUncounted ? items.map(markUncounted) : items;
}

/** Remembers the values of a field that is narrowed: the new answer lacks those left out. */
export function remembered(
  before: readonly TopGroup[],
  after: readonly TopGroup[],
  { chosen }: EventsQuestion,
): readonly TopGroup[] {
  return after.map((list) => {
    if (!chosen.some(({ group }) => group === list.field)) return list;
    const known = new Set(list.values.map(({ key }) => key));
    const old = before.find(({ field }) => field === list.field)?.values ?? [];
    const rest = old
      .filter(({ key }) => !known.has(key))
      .map((value) => ({ ...value, count: null }));
    return { ...list, values: [...list.values, ...rest].slice(0, 10) };
  });
}

/** Nobody should take a severity without a count for one without events. */
function markUncounted(item: TopItem): TopItem {
  if (item.kind !== 'group' || item.group !== 'severity') return item;
  return { ...item, title: `${item.title} (not counted)` };
}

/** @param counts null while they are not known */
function severityList(counts: EventCounts | null): TopGroup {
  const values = severityWords.flatMap((word): readonly TopGroupValue[] => {
    const levels = severityLevels[word];
    const count = levels.reduce((sum, level) => sum + (counts?.bySeverity[level] ?? 0), 0);
    return levels.length === 0
      ? []
      : [{ key: word, count: counts === null ? null : count, label: 'severity' }];
  });
  return { field: 'severity', values };
}

/** The id of a field's own line. */
export function groupId(field: string): string {
  return `group ${field}`;
}

function groupItems(
  { field, values }: TopGroup,
  { chosen }: EventsQuestion,
  folded: ReadonlySet<string>,
): readonly TopItem[] {
  const mine = chosen.filter(({ group }) => group === field);
  const rest = mine.filter((one) => !values.some(({ key }) => key === one.key));
  if (values.length + rest.length === 0) return [];
  const isFolded = folded.has(field);
  const head: TopItem = {
    kind: 'group',
    id: groupId(field),
    group: field,
    title: groupTitle(field),
    isFolded,
    chosen: mine.length,
  };
  if (isFolded) return [head];
  const highest = Math.max(0, ...values.map(({ count }) => count ?? 0));
  const item = (value: Chosen, count: number | null): TopItem => ({
    kind: 'value',
    id: `value ${field} ${value.key}`,
    value,
    count,
    highest,
    isChosen: mine.some(({ key }) => key === value.key),
  });
  return [
    head,
    ...rest.map((value) => item(value, null)),
    ...values.map(({ key, count, label }) =>
      item({ group: field, field: label ?? field, key }, count),
    ),
  ];
}
