/** A piece of a filter. */
export interface FilterToken {
  readonly kind: 'word' | 'text' | 'operator' | 'open' | 'close' | 'comma';
  /** A text without its quotes. */
  readonly value: string;
}

/** The longest filter there may be. */
const longestFilter = 2048;

const pattern =
  /\s*(?:(?<open>\()|(?<close>\))|(?<comma>,)|(?<operator>!=|>=|<=|=|>|<)|"(?<text>(?:[^"\\]|\\.)*)"|(?<word>[^\s"(),=!<>]+))/suy;

const kinds = ['open', 'close', 'comma', 'operator', 'text', 'word'] as const;

/** Splits a filter; null for one that has none of the forms, such as an open quotation. */
export function tokensOf(filter: string): readonly FilterToken[] | null {
  if (filter.length > longestFilter) return null;
  const tokens: FilterToken[] = [];
  const end = filter.trimEnd().length;
  pattern.lastIndex = 0;
  while (pattern.lastIndex < end) {
    const groups = pattern.exec(filter)?.groups;
    if (groups === undefined) return null;
    for (const kind of kinds) {
      const value = groups[kind];
      if (value !== undefined)
        tokens.push({ kind, value: kind === 'text' ? unescaped(value) : value });
    }
  }
  return tokens;
}

const unescaped = (text: string) => text.replace(/\\(.)/gsu, '$1');
