import { createHmac } from 'node:crypto';
import type { ExportKind } from './kind.ts';
import { jsonTokens, stringToken, tokenBytes, tokenOf } from './one-line.ts';

/** Replaces the users in a row. @throws SyntaxError for what is no JSON */
export type MaskRow = (row: Uint8Array) => Uint8Array;

/** Letters of a pseudonym: 2^64 of them make two equal ones unlikely among millions of users. */
const digits = 16;

/** Remembered pseudonyms, so that a user's is not computed for each row. */
const remembered = 10_000;

/** Makes the masking of a kind's rows. The same name and salt make the same pseudonym. */
export function createMask(kind: Pick<ExportKind, 'userPaths' | 'maskRow'>, salt: string): MaskRow {
  const pseudonym = createPseudonyms(salt);
  const { maskRow } = kind;
  if (maskRow) return (row) => maskRow.call(kind, row, pseudonym);
  const paths = new Set(kind.userPaths);
  return (row) => replaceStrings(row, (path) => (paths.has(path) ? pseudonym : null));
}

/**
 * Replaces some strings of a row; everything else keeps its bytes.
 *
 * @param changeOf what becomes of the strings at a path: dotted names from the top, where names with
 * dots and nested ones look alike; null for those that stay
 * @throws SyntaxError for what is no JSON
 */
export function replaceStrings(
  row: Uint8Array,
  changeOf: (path: string) => ((text: string) => string) | null,
): Uint8Array {
  return tokenBytes(replacedTokens(jsonTokens(row), changeOf));
}

/** Names users: `user-…`, and mail addresses `user-…@masked.invalid`. An empty name stays. */
export function createPseudonyms(salt: string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    if (name === '') return name;
    const before = known.get(name);
    if (before !== undefined) return before;
    const hash = createHmac('sha256', salt).update(name).digest('hex').slice(0, digits);
    const mask = name.includes('@') ? `user-${hash}@masked.invalid` : `user-${hash}`;
    if (known.size >= remembered) known.clear();
    known.set(name, mask);
    return mask;
  };
}

/** An open object or list on the way to a token. */
interface Level {
  readonly isObject: boolean;
  /** The dotted names down to here. */
  readonly path: string;
  /** The name that the next value belongs to. */
  name: string;
  /** Whether a name comes next. */
  awaitsName: boolean;
}

function replacedTokens(
  tokens: readonly string[],
  changeOf: (path: string) => ((text: string) => string) | null,
): readonly string[] {
  const levels: Level[] = [];
  const replaced = tokens.map((token) => {
    const level = levels.at(-1);
    const path =
      level === undefined ? '' : level.isObject ? join(level.path, level.name) : level.path;
    if (token === '{' || token === '[') {
      levels.push({ isObject: token === '{', path, name: '', awaitsName: token === '{' });
    } else if (token === '}' || token === ']') {
      if (levels.pop()?.isObject !== (token === '}')) throw new SyntaxError('Unbalanced brackets');
    } else if (token === ',') {
      if (level?.isObject) level.awaitsName = true;
    } else if (level?.awaitsName && token !== ':') {
      level.name = stringToken(token) ?? '';
      level.awaitsName = false;
    } else if (token.startsWith('"')) {
      return replacedToken(token, changeOf(path));
    }
    return token;
  });
  if (levels.length > 0) throw new SyntaxError('Unexpected end of JSON input');
  return replaced;
}

function replacedToken(token: string, change: ((text: string) => string) | null): string {
  const text = change === null ? null : stringToken(token);
  if (change === null || text === null) return token;
  const next = change(text);
  return next === text ? token : tokenOf(next);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
