/** A piece of a filter expression and where it stands. */
export interface FilterToken {
  readonly kind: 'word' | 'text' | 'operator' | 'open' | 'close' | 'comma' | 'broken';
  readonly text: string;
  readonly at: number;
}

const patterns: readonly (readonly [FilterToken['kind'], RegExp])[] = [
  ['text', /"(?:\\.|[^"\\])*"/y],
  ['operator', /!=|>=|<=|=|>|</y],
  ['open', /\(/y],
  ['close', /\)/y],
  ['comma', /,/y],
  ['word', /[^\s"'(),=!<>]+/y],
];

/** Cuts an expression into its pieces; what fits nowhere is `broken`, to the end where it is a text. */
export function filterTokens(expression: string): readonly FilterToken[] {
  const tokens: FilterToken[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(expression[at] ?? '')) at += 1;
    if (at >= expression.length) return tokens;
    const token = tokenAt(expression, at);
    tokens.push(token);
    at += token.text.length;
  }
}

function tokenAt(expression: string, at: number): FilterToken {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(expression)?.[0];
    if (text !== undefined) return { kind, text, at };
  }
  const isText = expression[at] === '"';
  return { kind: 'broken', text: isText ? expression.slice(at) : (expression[at] ?? ''), at };
}
