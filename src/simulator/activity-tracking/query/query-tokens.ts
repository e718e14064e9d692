import { QueryError } from './query-error.ts';

/** What a query is made of. */
export interface Token {
  readonly kind: 'word' | 'root' | 'string' | 'time' | 'regexp' | 'number' | 'symbol' | 'end';
  /** As written; of strings and the like what stands between the quotes, escapes undone. */
  readonly text: string;
  /** Where it begins. */
  readonly at: number;
}

const patterns: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['root', /\$[dml](?![\w$])/y],
  ['word', /[A-Za-z_]\w*/y],
  ['time', /@'[^']*'/y],
  ['string', /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/y],
  ['number', /-?\d+(?:\.\d+)?(?:[smhdw](?!\w))?/y],
  ['regexp', /\/(?:[^/\\\n]|\\.)+\//y],
  ['symbol', /&&|\|\||==|!=|<=|>=|~~|[|!<>~()[\].,:]/y],
];

/** Cuts a query into tokens; the last is `end`. @throws QueryError */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const { kind, text } = tokenAt(query, at);
    if (kind !== 'space') tokens.push({ kind, text: contentOf(kind, text), at });
    at += text.length;
  }
  return [...tokens, { kind: 'end', text: 'end of query', at }];
}

function tokenAt(query: string, at: number) {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(query)?.[0];
    if (text !== undefined) return { kind, text };
  }
  throw new QueryError(`token recognition error at: '${query.charAt(at)}'`, at);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function contentOf(kind: Token['kind'] | 'space', text: string): string {
  if (kind === 'time') return text.slice(2, -1);
  if (kind === 'regexp') return text.slice(1, -1);
  if (kind !== 'string') return text;
  return text.slice(1, -1).replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter);
}
