import { replaceStrings } from './mask.ts';

/** Where the users of a row are. Paths are dotted names from the row's top. */
export interface UserPlaces {
  /** Whether a string is the name of a user, and nothing else. */
  readonly isName: (path: string) => boolean;
  /** Whether a string is a text that may mention them. */
  readonly isText: (path: string) => boolean;
}

/** Signs of nobody. */
const nobody = new Set(['', '<NA>', '-']);

/** Without a dot behind the `@` it is a digest of an image. */
const mail = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/**
 * Masks the users of rows by where they are named, and where a text of the same row mentions them:
 * as whole words, and mail addresses of anybody.
 */
export function createMentionMask({ isName, isText }: UserPlaces) {
  return (row: Uint8Array, pseudonym: (name: string) => string): Uint8Array => {
    const names = new Set<string>();
    const masked = (name: string) => {
      if (nobody.has(name)) return name;
      names.add(name);
      return pseudonym(name);
    };
    const named = replaceStrings(row, (path) => (isName(path) ? masked : null));
    const mentions = wordsOf(names);
    const unmentioned = (text: string) => {
      const mailless = text.replaceAll(mail, pseudonym);
      return mentions === null ? mailless : mailless.replaceAll(mentions, pseudonym);
    };
    return replaceStrings(named, (path) => (isText(path) && !isName(path) ? unmentioned : null));
  };
}

/** Names as whole words, the longest first; null for none. */
function wordsOf(names: ReadonlySet<string>): RegExp | null {
  if (names.size === 0) return null;
  const sorted = [...names].sort((left, right) => right.length - left.length);
  const either = sorted.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}_.@-])(?:${either})(?![\\p{L}\\p{N}_@-])`, 'gu');
}
