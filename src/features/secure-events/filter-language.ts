import { builtInFilterFields } from '../../api/workload-protection/filter-fields.ts';
import { longestFilter, quoted } from '../../api/workload-protection/filter-text.ts';
import { safeText } from '../../core/safe-text.ts';
import type { FilterField } from './filter-fields.ts';
import { type Expected, type Parsed, parseFilter } from './filter-grammar.ts';
import { filterTokens } from './filter-tokens.ts';

/** Whether an expression is one, or what is wrong first. */
export type FilterCheck =
  | { readonly ok: true }
  /** `at` is an index into the expression; the message is safe. */
  | { readonly at: number; readonly message: string };

/** What could stand at the cursor, in place of the text between two indexes. */
export interface FilterCompletion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly string[];
}

const wanted: Readonly<Record<Expected, string>> = {
  term: 'a field belongs here',
  operator: 'an operator belongs here: =, !=, <, <=, >, >=, in, contains, exists',
  negated: 'in or exists belongs here',
  with: 'write "starts with"',
  value: 'a value in double quotes belongs here',
  list: 'a list belongs here: ("a", "b")',
  'list-value': 'a value in double quotes belongs here',
  'list-next': 'a comma or a closing bracket belongs here',
  next: 'and, or or a closing bracket belongs here',
};

/** Checks an expression against the fields that are known; with none of them, its form alone. */
export function checkFilter(text: string, fields: readonly FilterField[]): FilterCheck {
  if (text.length > longestFilter) {
    return { at: longestFilter, message: `the server takes ${longestFilter} characters` };
  }
  const parsed = parseFilter(text);
  return (
    wrongField(parsed, fields) ?? wrongForm(parsed, text) ?? wrongValue(parsed) ?? { ok: true }
  );
}

/** What can be named: the fields, and values of a field that were seen. */
export interface KnownNames {
  readonly fields: readonly FilterField[];
  /** Hostile. @default none */
  readonly seen?: (field: string) => readonly string[];
}

/** What could follow at an index of an expression: fields, operators, values that are known, words. */
export function completeFilter(
  text: string,
  cursor: number,
  { fields, seen = () => [] }: KnownNames,
): FilterCompletion {
  const before = text.slice(0, cursor);
  const typed = begunAtEnd(before);
  const from = cursor - typed.length;
  const { expected, field, depth, wrong } = parseFilter(before.slice(0, from));
  if (wrong !== null) return { from, to: cursor, options: [] };
  const known = fields.find(({ name }) => name === field?.text);
  const all = candidates(expected, { fields, known, depth, seen: seen(field?.text ?? '') });
  const begun = typed.replace(/^"/, '').toLowerCase();
  const options = all.filter((option) => option.toLowerCase().includes(begun));
  const starts = (option: string) => option.toLowerCase().replace(/^"/, '').startsWith(begun);
  const inOrder = [...options.filter(starts), ...options.filter((option) => !starts(option))];
  const isDone = inOrder.length === 1 && inOrder[0]?.trim() === typed;
  return { from, to: cursor, options: isDone ? [] : inOrder };
}

/** The word, or the text in quotes, that is being typed at the end. */
function begunAtEnd(before: string): string {
  const last = filterTokens(before).at(-1);
  if (last?.kind === 'broken' && last.text.startsWith('"')) return last.text;
  return /[^\s"(),=!<>]*$/.exec(before)?.[0] ?? '';
}

interface Context {
  readonly fields: readonly FilterField[];
  readonly known: FilterField | undefined;
  readonly depth: number;
  /** Values of the field, hostile. */
  readonly seen: readonly string[];
}

function candidates(
  expected: Expected,
  { fields, known, depth, seen }: Context,
): readonly string[] {
  switch (expected) {
    case 'term':
      return [...fields.map(({ name }) => `${name} `), 'not ', '('];
    case 'operator':
      return operatorsOf(known).map((operator) => `${operator} `);
    case 'negated':
      return ['in ', 'exists '];
    case 'with':
      return ['with '];
    case 'list':
      return ['('];
    case 'value':
    case 'list-value':
      return [...new Set([...seen.filter(isTypable), ...valuesOf(known)])].map(quoted);
    case 'list-next':
      return [', ', ') '];
    case 'next':
      return ['and ', 'or ', ...(depth > 0 ? [')'] : [])];
  }
}

const allOperators = ['=', '!=', 'in', 'not in', 'contains', 'starts with', 'exists', 'not exists'];
const numberOperators = ['=', '!=', '<', '<=', '>', '>=', 'in'];

function operatorsOf(field: FilterField | undefined): readonly string[] {
  if (field?.operators) return field.operators;
  return field?.type === 'number' ? numberOperators : allOperators;
}

const knownValues: Readonly<Record<string, readonly string[]>> = {
  severity: ['0', '1', '2', '3', '4', '5', '6', '7'],
  originator: ['policy', 'scanning'],
  category: ['runtime', 'remote', 'admissionController', 'cloudtrail', 'miner'],
  source: ['syscall', 'k8s_audit', 'ibm_activitytracker', 'aws_cloudtrail', 'auditTrail'],
};

/** A value with hidden or steering characters can't be shown as what it is, so it is not offered. */
function isTypable(value: string): boolean {
  return value.length <= longestOffered && safeText(value) === value;
}

const longestOffered = 120;

function valuesOf(field: FilterField | undefined): readonly string[] {
  return knownValues[field?.name ?? ''] ?? [];
}

function wrongField({ fields: named }: Parsed, fields: readonly FilterField[]): FilterCheck | null {
  if (fields.length === 0) return null;
  for (const { text, at } of named) {
    // The built-in list cannot know every label of a tenant, and labels have dots.
    const mayBeLabel = fields === builtInFilterFields && text.includes('.');
    if (mayBeLabel || fields.some(({ name }) => name === text)) continue;
    const near = nearest(text, fields);
    const hint = near === null ? '' : `; ${near} is`;
    return { at, message: `${safeText(text, 60)} is no field${hint}` };
  }
  return null;
}

/** The field that differs in case alone, else the one with the same beginning. */
function nearest(text: string, fields: readonly FilterField[]): string | null {
  const lower = text.toLowerCase();
  const names = fields.map(({ name }) => name);
  const same = names.find((name) => name.toLowerCase() === lower);
  const beginning = lower.slice(0, Math.max(3, Math.floor(lower.length / 2)));
  return same ?? names.find((name) => name.toLowerCase().startsWith(beginning)) ?? null;
}

function wrongForm({ wrong, expected, depth }: Parsed, text: string): FilterCheck | null {
  if (wrong === null) {
    if (expected !== 'next') return { at: text.length, message: wanted[expected] };
    return depth > 0 ? { at: text.length, message: 'a closing bracket is missing' } : null;
  }
  const { token } = wrong;
  if (token.kind === 'broken' && token.text.startsWith('"')) {
    return { at: token.at, message: 'the value has no closing quote' };
  }
  if (token.text === "'") return { at: token.at, message: 'values stand in double quotes' };
  const isBare = token.kind === 'word' && /value/.test(wrong.expected);
  const bare = `write it in double quotes: ${safeText(quoted(token.text), 60)}`;
  return { at: token.at, message: isBare ? bare : wanted[wrong.expected] };
}

/** Severities are numbers from 0 to 7; a word would match nothing. */
function wrongValue({ values }: Parsed): FilterCheck | null {
  for (const { field, value } of values) {
    if (field.text !== 'severity' || /^"?[0-7]"?$/.test(value.text)) continue;
    const message = 'severity is 0 to 7: high 0 to 3, medium 4 and 5, low 6, info 7';
    return { at: value.at, message };
  }
  return null;
}
