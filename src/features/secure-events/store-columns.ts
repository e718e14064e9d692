import { safeText } from '../../core/safe-text.ts';
import { formatTime } from '../../core/time.ts';
import type { SecureEvent } from './model.ts';
import { msOf } from './nano-time.ts';
import { type Chosen, severityLevels } from './store-question.ts';

/** The columns of the stream, from left to right. */
export const columnNames = [
  'time',
  'severity',
  'rule',
  'where',
  'container',
  'image',
  'who',
] as const;

/** A column of the stream. */
export type StreamColumn = (typeof columnNames)[number];

/** What can be done with a column. */
interface ColumnTrait {
  /** The texts that make its value, hostile; events with the same ones are alike. */
  readonly value: (event: SecureEvent) => readonly (string | null)[];
  /** What the server is asked for to get events of the same value; empty where it can not be. */
  readonly chosen: (event: SecureEvent) => readonly Chosen[];
}

const is = (field: string, key: string | null, group = field): readonly Chosen[] =>
  key === null || key === '' ? [] : [{ group, field, key }];

/** A label stands for a value of ours only where it says the same. */
const label = ({ labels }: SecureEvent, name: string, value: string | null): readonly Chosen[] =>
  value !== null && labels[name] === value ? is(name, value) : [];

const traits: Readonly<Record<StreamColumn, ColumnTrait>> = {
  // By the minute: every nanosecond for itself would count nothing.
  time: { value: ({ atNs }) => [`${formatTime(msOf(atNs)).slice(0, 16)}Z`], chosen: () => [] },
  severity: {
    value: ({ severity }) => [severity.word],
    chosen: ({ severity: { word } }) =>
      severityLevels[word].length === 0 ? [] : is('severity', word),
  },
  rule: {
    value: ({ rule, policy, engineSource }) => [rule ?? policy ?? engineSource],
    chosen: ({ rule }) => is('ruleName', rule),
  },
  where: {
    value: (event) => placeOf(event).map(([text]) => text),
    chosen: (event) => placeOf(event).flatMap(([, chosen]) => chosen),
  },
  container: {
    value: ({ container }) => [container.name ?? container.id],
    chosen: (event) =>
      event.container.name === null
        ? is('containerId', event.container.id)
        : label(event, 'container.name', event.container.name),
  },
  image: {
    value: ({ image }) => [image.repo ?? image.digest ?? image.id, image.repo && image.tag],
    chosen: (event) => [
      ...label(event, 'container.image.repo', event.image.repo),
      ...label(event, 'container.image.tag', event.image.tag),
    ],
  },
  who: { value: ({ user, process }) => [user, process], chosen: () => [] },
};

const joints: Readonly<Partial<Record<StreamColumn, string>>> = {
  where: '/',
  image: ':',
  who: ': ',
};

type PlacePart = readonly [text: string | null, chosen: readonly Chosen[]];

/** In a cluster, else on a host, else in an account of a cloud. */
function placeOf(event: SecureEvent): readonly PlacePart[] {
  const { cluster, namespace, workload, pod, host, labels } = event;
  const isKubernetes = [cluster, namespace, workload, pod].some(Boolean);
  if (isKubernetes) {
    return [
      [cluster, label(event, 'kubernetes.cluster.name', cluster)],
      [namespace, label(event, 'kubernetes.namespace.name', namespace)],
      [workload ?? pod, workloadOf(event)],
    ];
  }
  if (host) return [[host, label(event, 'host.hostName', host)]];
  return ['name', 'account.id', 'region'].map((part): PlacePart => {
    const name = `cloudProvider.${part}`;
    const text = Object.hasOwn(labels, name) ? (labels[name] ?? null) : null;
    return [text, label(event, name, text)];
  });
}

/** Which label it is depends on the kind of the workload. */
function workloadOf(event: SecureEvent): readonly Chosen[] {
  const { labels, workload, pod } = event;
  if (workload === null) return label(event, 'kubernetes.pod.name', pod);
  const kinds = ['workload', 'deployment', 'statefulSet', 'daemonSet', 'cronJob', 'job'];
  const names = kinds.map((kind) => `kubernetes.${kind}.name`);
  const name = names.find((known) => labels[known] === workload);
  return name === undefined ? [] : is(name, workload, 'workload');
}

/** Nothing where a part of the value can not be asked for: the server would answer with others. */
function chosenFor(event: SecureEvent, column: StreamColumn): readonly Chosen[] {
  const parts = traits[column].value(event).filter((part) => part !== null && part !== '');
  const chosen = traits[column].chosen(event);
  return chosen.length === parts.length ? chosen : [];
}

/** The text that is counted, safe. */
export function columnText(event: SecureEvent, column: StreamColumn): string {
  const parts = traits[column].value(event).filter((part) => part !== null && part !== '');
  return parts.length === 0 ? 'not told' : safeText(parts.join(joints[column] ?? ' '), 400);
}

/** One value of a column among rows. */
export interface ColumnValue {
  /** Safe. */
  readonly text: string;
  readonly count: number;
  /** What asks the server for it; empty where it can not be asked. */
  readonly chosen: readonly Chosen[];
}

/** Counts values as events come; it costs what the events are, however many were counted before. */
export interface ColumnTally {
  add(event: SecureEvent): void;
  values(): readonly ColumnValue[];
}

/** Creates a tally of a column's values that has counted nothing. */
export function createColumnTally(column: StreamColumn): ColumnTally {
  const values = new Map<string, { count: number; readonly chosen: readonly Chosen[] }>();
  return {
    add: (event) => {
      const text = columnText(event, column);
      const known = values.get(text);
      if (known !== undefined) known.count += 1;
      else values.set(text, { count: 1, chosen: chosenFor(event, column) });
    },
    values: () => Array.from(values, ([text, value]) => ({ text, ...value })),
  };
}

/** How a table of values stands: the most frequent first, or by their texts. */
export interface ValueOrder {
  readonly by: 'count' | 'value';
  readonly reversed: boolean;
}

/** Puts values in an order. */
export function sortValues(
  values: readonly ColumnValue[],
  { by, reversed }: ValueOrder,
): readonly ColumnValue[] {
  const byText = (a: ColumnValue, b: ColumnValue) => (a.text < b.text ? -1 : 1);
  const sorted = values.toSorted((a, b) =>
    by === 'count' ? b.count - a.count || byText(a, b) : byText(a, b),
  );
  return reversed ? sorted.reverse() : sorted;
}
