import { usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { parseTime } from '../../core/time.ts';
import { exactTime } from '../../core/time-span.ts';
import type { CommandInput } from '../feature.ts';
import { type LogCriteria, type LogField, type LogTime, logFields } from './model.ts';

/** How far back a search goes when nothing else is said. */
export const defaultTime: LogTime = { kind: 'range', range: '-24h' };

/** Everything of the last 24 hours. */
export const defaultCriteria: LogCriteria = { query: '', time: defaultTime, values: {} };

/** The option of `scandeck logs` for each field; its words serve for people, too. */
export const fieldOptions: Readonly<Record<LogField, string>> = {
  full_tags: 'tag',
  repositories: 'repository',
  digests: 'digest',
  sources: 'source',
  registries: 'registry',
  vulnerabilities: 'severity',
  clusters: 'cluster',
  namespaces: 'namespace',
  hostnames: 'hostname',
};

/** A field in people's words; one that is not known is left as the vendor has it. */
export function fieldWord(field: string): string {
  const known = logFields.find((name) => name === field);
  return known === undefined ? safeText(field, 60).replaceAll('_', ' ') : fieldOptions[known];
}

/** The vendor's name of a field, for an option's or the vendor's own: `cluster` is `clusters`. */
export function fieldNamed(word: string): string {
  const found = logFields.find((field) => fieldOptions[field] === word);
  return found ?? (word === 'status' ? 'scan_status' : word);
}

/** The criteria in words, on one line and safe: `last 24h, cluster a or b, severity CRITICAL`. */
export function describe({ query, time, values }: LogCriteria): string {
  const fields = logFields.flatMap((field) => {
    const names = values[field] ?? [];
    if (names.length === 0) return [];
    return `${fieldOptions[field]} ${names.map((name) => safeText(name, 120)).join(' or ')}`;
  });
  const words = query === '' ? [] : [`"${safeText(query, 120)}"`];
  return [describeTime(time), ...words, ...fields].join(', ');
}

/** A time in words: `last 24h`, or its two ends. */
export function describeTime(time: LogTime): string {
  if (time.kind === 'range') return `last ${safeText(time.range.replace(/^-/, ''), 20)}`;
  return `${exactTime(time.since)} to ${exactTime(time.until)}`;
}

/**
 * Reads the criteria that options name, on top of others: a field, the query or the time that an
 * option names takes the place of the other's.
 *
 * @throws ScandeckError `usage`
 */
export function criteriaFromOptions(
  options: CommandInput['options'],
  nowMs: number,
  base: LogCriteria = defaultCriteria,
): LogCriteria {
  const values: Partial<Record<LogField, readonly string[]>> = { ...base.values };
  for (const field of logFields) {
    const named = listOption(options, fieldOptions[field]);
    if (named.length > 0) values[field] = field === 'vulnerabilities' ? upperCase(named) : named;
  }
  const query = listOption(options, 'query');
  return {
    query: query.length > 0 ? query.join(' ') : base.query,
    time: timeFromOptions(options, nowMs) ?? base.time,
    values,
  };
}

/**
 * Reads `--since` and `--until`. What is relative stays so, so that the vendor's clock decides.
 *
 * @returns null when neither is given
 * @throws ScandeckError `usage`
 */
export function timeFromOptions(options: CommandInput['options'], nowMs: number): LogTime | null {
  const since = textOption(options, 'since');
  const until = textOption(options, 'until');
  if (since === null && until === null) return null;
  const range = since === null ? null : rangeOf(since);
  if (range !== null && (until === null || until === 'now')) return { kind: 'range', range };
  const end = until === null ? nowMs : parseTime(until, nowMs);
  const start = since === null ? end - dayMs : parseTime(since, nowMs);
  if (start < end) return { kind: 'bounds', since: start, until: end };
  throw usageError(
    `--since ${safeText(since ?? '', 40)} is not before --until ${safeText(until ?? 'now', 40)}`,
    'Name the earlier time with --since.',
  );
}

/** The options that mean these criteria, a word each and unquoted: `--since`, `24h`, ... */
export function twinFlags({ query, time, values }: LogCriteria): string[] {
  const words = query === '' ? [] : ['--query', query];
  const times =
    time.kind === 'range'
      ? ['--since', time.range.replace(/^-/, '')]
      : ['--since', exactTime(time.since), '--until', exactTime(time.until)];
  const fields = logFields.flatMap((field) =>
    (values[field] ?? []).flatMap((value) => [`--${fieldOptions[field]}`, value]),
  );
  return [...words, ...times, ...fields];
}

/**
 * Whether a text is a range as the vendor takes it (Carbon Black Cloud, Scan Logs API, Time Filter):
 * a quantity and one of `M w d h m s`.
 */
export function isRange(text: string): boolean {
  return /^-[1-9]\d{0,5}[Mwdhms]$/.test(text);
}

const dayMs = 86_400_000;

function rangeOf(text: string): string | null {
  const range = text.startsWith('-') ? text : `-${text}`;
  return isRange(range) ? range : null;
}

const upperCase = (names: readonly string[]) => names.map((name) => name.toUpperCase());

function listOption(options: CommandInput['options'], name: string): readonly string[] {
  const value = options[name];
  const list = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  if (!list.includes('')) return list;
  throw usageError(`--${name} is empty`, 'Name a value, or leave the option out.');
}

function textOption(options: CommandInput['options'], name: string): string | null {
  const value = options[name];
  return typeof value === 'string' ? value : null;
}
