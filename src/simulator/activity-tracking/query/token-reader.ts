import { QueryError } from './query-error.ts';
import type { Token } from './query-tokens.ts';

/** Reads tokens one after the other. */
export interface TokenReader {
  readonly next: Token;
  /** Whether the next token is this symbol or word. */
  nextIs(text: string): boolean;
  /** Whether nothing is left. */
  isAtEnd(): boolean;
  take(): Token;
  /** Takes the next token if it is this symbol or word. */
  accept(text: string): boolean;
  /** @throws QueryError when the next token is anything else */
  expect(text: string): void;
  /** @throws QueryError when the next token is of any other kind */
  expectKind(kind: Token['kind']): Token;
  /** @throws QueryError always */
  refuse(): never;
}

/** @param tokens with `end` as the last */
export function createTokenReader(tokens: readonly Token[]): TokenReader {
  let index = 0;
  const peek = () => {
    const token = tokens[Math.min(index, tokens.length - 1)];
    if (token === undefined) throw new RangeError('no tokens');
    return token;
  };
  const take = () => {
    const token = peek();
    index += 1;
    return token;
  };
  const refuse = (): never => {
    const { text, at } = peek();
    throw new QueryError(`unexpected input '${text}'`, at);
  };
  const nextIs = (wanted: string) => {
    const { kind, text } = peek();
    return (kind === 'symbol' || kind === 'word') && text === wanted;
  };
  const accept = (text: string) => {
    const isIt = nextIs(text);
    if (isIt) index += 1;
    return isIt;
  };
  return {
    get next() {
      return peek();
    },
    ...{ nextIs, take, accept, refuse },
    isAtEnd: () => peek().kind === 'end',
    expect: (text) => {
      if (!accept(text)) refuse();
    },
    expectKind: (kind) => (peek().kind === kind ? take() : refuse()),
  };
}
