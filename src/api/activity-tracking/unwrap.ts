import { parseJson } from '../../core/json.ts';
import { decodeMessage, type StreamFailure } from './messages.ts';
import { decodeRow, type LogRow } from './rows.ts';
import { isObject, textIn, type WireObject } from './wire.ts';

/** An activity tracking event out of its wrappers. */
export interface FoundEvent {
  readonly event: WireObject;
  /** The log record that it was in; null when it was in none. */
  readonly row: LogRow | null;
  /** What older events have around them instead of in them (VPC docs, load balancer activity). */
  readonly logSourceCRN?: string;
}

/** What a JSON value holds. */
export interface Unwrapped {
  readonly events: readonly FoundEvent[];
  /** What is neither an event nor something that comes along with events, in words; hostile. */
  readonly problems: readonly string[];
}

/** Deeper than any wrapper goes. */
const deepest = 8;

/**
 * Finds the events in a value: the event itself; in `payload`, `line`, `_source._line` and what other
 * shippers of logs use, as an object or as JSON in a string; in the `user_data` of log records; in
 * lists, and in captured messages of a query. (Samples of Power Virtual Server, PowerHA, QRadar and LogDNA documents; IBM Cloud Logs API.)
 */
export function unwrap(value: unknown): Unwrapped {
  const events: FoundEvent[] = [];
  const problems: string[] = [];
  collect(value, { events, problems, row: null, depth: 0 });
  return { events, problems };
}

interface Place {
  readonly events: FoundEvent[];
  readonly problems: string[];
  readonly row: LogRow | null;
  readonly depth: number;
  readonly logSourceCRN?: string;
}

function collect(value: unknown, place: Place): void {
  const { events, problems, row, logSourceCRN } = place;
  const inner = { ...place, depth: place.depth + 1 };
  if (place.depth > deepest) problems.push('is wrapped too deeply');
  else if (Array.isArray(value)) for (const each of value) collect(each, inner);
  else if (typeof value === 'string') collectText(value, inner);
  else if (!isObject(value)) problems.push('is no activity event');
  else if (typeof value.action === 'string')
    events.push({ event: value, row, ...(logSourceCRN && { logSourceCRN }) });
  else collectWrapped(value, inner);
}

function collectWrapped(value: WireObject, place: Place): void {
  const wrapped = wrappedIn(value);
  const logSourceCRN = textIn(value.logSourceCRN) ?? place.logSourceCRN;
  if (wrapped !== undefined) collect(wrapped, { ...place, ...(logSourceCRN && { logSourceCRN }) });
  else if ('user_data' in value) collectRow(value, place);
  else {
    const list = listOf(value);
    if (list === undefined) collectMessage(value, place);
    else collect(list, place);
  }
}

function collectText(text: string, place: Place): void {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') {
    place.problems.push('is a text and no event');
    return;
  }
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    place.problems.push('wraps a text that is no JSON');
    return;
  }
  collect(value, place);
}

function wrappedIn(value: WireObject): unknown {
  const source = value._source;
  if (isObject(source)) return '_line' in source ? source._line : source;
  for (const key of ['payload', 'line', '_line']) {
    const inner = value[key];
    if (isObject(inner) || typeof inner === 'string') return inner;
  }
  // These are what people wrote as well.
  return ['message', 'log', 'value', 'event'].map((key) => value[key]).find(mayHoldEvent);
}

function mayHoldEvent(value: unknown): boolean {
  return isObject(value) || (typeof value === 'string' && /^\s*[[{]/.test(value));
}

const listNames = [
  ...['results', 'rows', 'events', 'records', 'logs', 'lines', 'hits', 'items', 'data'],
];

/** What a tool made of an answer may have its list at the top, or one level down; ours has `rows`. */
function listOf(value: WireObject): readonly unknown[] | undefined {
  const inner = listNames.map((name) => value[name]);
  const lists = [
    ...inner,
    ...inner.filter(isObject).flatMap((each) => listNames.map((name) => each[name])),
  ];
  return lists.find((list) => Array.isArray(list));
}

function collectRow(value: WireObject, place: Place): void {
  const row = decodeRow(value);
  if (row === null) place.problems.push('is a log record without data');
  else collect(row.data, { ...place, row });
}

/** A captured message of a query. */
function collectMessage(value: WireObject, place: Place): void {
  const message = decodeMessage(value);
  switch (message?.kind) {
    case 'rows':
      for (const row of message.rows) collect(row.data, { ...place, row });
      if (message.undecodable > 0) place.problems.push(`holds ${message.undecodable} odd records`);
      return;
    case 'query-id':
    case 'warning':
      return;
    case 'failure':
      place.problems.push(failureWords(message.failure));
      return;
    default:
      place.problems.push('is no activity event');
  }
}

function failureWords({ message }: StreamFailure): string {
  return `tells that the query failed: ${message}`;
}
