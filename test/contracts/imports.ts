import { posix } from 'node:path';
import { readCode } from './project-files.ts';

/** One import or re-export of a file. */
export interface Import {
  /** A path from the root for our own files, else the package's name or `node:…`. */
  readonly target: string;
  readonly isOurs: boolean;
  /** Gone when the program runs. */
  readonly isTypeOnly: boolean;
  /** Loaded only when the line runs. */
  readonly isDynamic: boolean;
}

const statement = /^(?:import|export)\s+(?:(type)\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const dynamic = /(typeof\s+)?\bimport\(\s*'([^']+)'/g;

/** Reads the imports of a TypeScript file from its code. */
export function importsIn(path: string, code: string): readonly Import[] {
  const found = (match: RegExpMatchArray, isDynamic: boolean): Import => {
    const [, typeWord, specifier = ''] = match;
    const isOurs = specifier.startsWith('.');
    const target = isOurs
      ? posix.join(posix.dirname(path), specifier)
      : specifier.replace(/^(@[^/]+\/[^/]+|[^@/][^/]*)\/.*$/, '$1');
    const isTypeOnly = typeWord !== undefined;
    return { target, isOurs, isTypeOnly, isDynamic: isDynamic && !isTypeOnly };
  };
  return [
    ...Array.from(code.matchAll(statement), (match) => found(match, false)),
    ...Array.from(code.matchAll(dynamic), (match) => found(match, true)),
  ];
}

/** The imports of a file of the project. */
export function importsOf(path: string): readonly Import[] {
  return importsIn(path, readCode(path));
}

/** Everything that is loaded along with some files: our paths and package names. */
export function loadedWith(
  paths: readonly string[],
  follow: (edge: Import) => boolean,
): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [...paths];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const edge of importsOf(path)) {
      if (edge.isTypeOnly || !follow(edge)) continue;
      if (edge.isOurs) waiting.push(edge.target);
      else seen.add(edge.target);
    }
  }
  return seen;
}
