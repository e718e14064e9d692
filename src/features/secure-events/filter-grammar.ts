import { type FilterToken, filterTokens } from './filter-tokens.ts';

/** What may stand at a place of an expression. */
export type Expected =
  /** A field, `not` or a bracket. */
  | 'term'
  | 'operator'
  /** After `not`, where a field has gone before: `in` or `exists`. */
  | 'negated'
  /** After `starts`. */
  | 'with'
  | 'value'
  | 'list'
  | 'list-value'
  | 'list-next'
  /** `and`, `or`, a closing bracket, or the end. */
  | 'next';

/** How far an expression was understood. */
export interface Parsed {
  /** What may follow the last piece. */
  readonly expected: Expected;
  /** The field of the comparison that was begun last. */
  readonly field: FilterToken | null;
  /** Its operator, in lower case. */
  readonly operator: string | null;
  readonly depth: number;
  /** The first piece that may not stand where it does; null for none. */
  readonly wrong: { readonly token: FilterToken; readonly expected: Expected } | null;
  /** Fields and values in their order. */
  readonly fields: readonly FilterToken[];
  readonly values: readonly { readonly field: FilterToken; readonly value: FilterToken }[];
}

interface State {
  expected: Expected;
  field: FilterToken | null;
  operator: string | null;
  depth: number;
  readonly fields: FilterToken[];
  readonly values: { readonly field: FilterToken; readonly value: FilterToken }[];
}

const connectives = ['and', 'or'];

/** Reads an expression of the filter language (Secure events API; Sysdig API, supported filters). */
export function parseFilter(expression: string): Parsed {
  const state: State = {
    ...{ expected: 'term', field: null, operator: null, depth: 0 },
    ...{ fields: [], values: [] },
  };
  for (const token of filterTokens(expression)) {
    const { expected } = state;
    if (!steps[expected](state, token)) return { ...state, wrong: { token, expected } };
  }
  return { ...state, wrong: null };
}

/** Takes a piece where it may stand. @returns whether it may */
type Step = (state: State, token: FilterToken) => boolean;

const steps: Readonly<Record<Expected, Step>> = {
  term: (state, token) => {
    if (token.kind === 'open') return go(state, 'term', 1);
    if (token.kind !== 'word') return false;
    const word = token.text.toLowerCase();
    if (word === 'not') return go(state, 'term');
    if (connectives.includes(word)) return false;
    state.field = token;
    state.fields.push(token);
    return go(state, 'operator');
  },
  operator: (state, token) => {
    const word = token.text.toLowerCase();
    if (token.kind === 'operator') return compare(state, word, 'value');
    if (token.kind !== 'word') return false;
    if (word === 'in') return compare(state, word, 'list');
    if (word === 'contains' || word === 'startswith') return compare(state, word, 'value');
    if (word === 'exists') return compare(state, word, 'next');
    if (word === 'starts') return go(state, 'with');
    return word === 'not' && go(state, 'negated');
  },
  negated: (state, token) => {
    const word = token.text.toLowerCase();
    if (word === 'in') return compare(state, 'not in', 'list');
    return word === 'exists' && compare(state, 'not exists', 'next');
  },
  with: (state, { text }) =>
    text.toLowerCase() === 'with' && compare(state, 'starts with', 'value'),
  value: (state, token) => isValue(token) && take(state, token, 'next'),
  list: (state, token) => token.kind === 'open' && go(state, 'list-value'),
  'list-value': (state, token) => isValue(token) && take(state, token, 'list-next'),
  'list-next': (state, token) => {
    if (token.kind === 'comma') return go(state, 'list-value');
    return token.kind === 'close' && go(state, 'next');
  },
  next: (state, token) => {
    if (token.kind === 'close') return state.depth > 0 && go(state, 'next', -1);
    return connectives.includes(token.text.toLowerCase()) && go(state, 'term');
  },
};

function go(state: State, expected: Expected, deeper = 0): boolean {
  state.expected = expected;
  state.depth += deeper;
  return true;
}

function compare(state: State, operator: string, expected: Expected): boolean {
  state.operator = operator;
  return go(state, expected);
}

function take(state: State, value: FilterToken, expected: Expected): boolean {
  if (state.field !== null) state.values.push({ field: state.field, value });
  return go(state, expected);
}

/** Numbers are taken without quotes. */
function isValue({ kind, text }: FilterToken): boolean {
  return kind === 'text' || (kind === 'word' && /^-?\d+(\.\d+)?$/.test(text));
}
