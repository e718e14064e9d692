import {
  findNodeAtLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { check, type Issue, pathText } from './check.ts';
import { type KeyCheck, keyIssues } from './key-issues.ts';
import { type Config, configSchema, type WrittenConfig } from './schema.ts';

/** Something wrong with the config file, and where. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** What is wrong; what to write instead. Safe to print; repeats no value of the file. */
  readonly text: string;
}

/** What a config file's text holds: the config and the JSON as it was written, or what is wrong. */
export type Examined =
  | { readonly config: Config; readonly written: WrittenConfig }
  | { readonly problems: readonly Problem[] };

const syntaxProblems: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is not JSON; write text in double quotes, or true, false, null or a number',
  InvalidNumberFormat: 'this is not a number; write digits, or text in double quotes',
  PropertyNameExpected: 'a key is missing; write "key": value, or remove the comma before it',
  ValueExpected: 'a value is missing; write one, or remove the comma before it',
  ColonExpected: 'a colon is missing; write ":" between the key and its value',
  CommaExpected: 'a comma is missing; write "," before this',
  CloseBraceExpected: 'a brace is missing; write "}"',
  CloseBracketExpected: 'a bracket is missing; write "]"',
  EndOfFileExpected: 'the file should have ended; remove what follows the last brace',
  InvalidCommentToken: 'JSON has no comments; remove it',
  UnexpectedEndOfComment: 'JSON has no comments; remove it',
  UnexpectedEndOfString: 'the text has no end; write the closing quote',
  UnexpectedEndOfNumber: 'the number has no end; write its digits',
  InvalidUnicode: 'this is not a character code; write \\u and four hexadecimal digits',
  InvalidEscapeCharacter: 'this is not an escape; write \\\\ for a backslash',
  InvalidCharacter: 'text holds a control character; write it as \\n, \\t or \\u00XX',
};

/**
 * Reads a config file's text, and finds everything that is wrong with it.
 *
 * @param checkKeys what the deck says of remapped keys; without it, they are taken as they are
 */
export function examine(text: string, checkKeys?: KeyCheck): Examined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (text.trim() === '') return { problems: [at(text, 0, 'the file is empty; write {}')] };
  if (errors.length > 0 || root === undefined) return { problems: syntax(text, errors) };
  const written: unknown = JSON.parse(text);
  const checked = check(configSchema, written);
  const issues = [
    ...doubles(root),
    ...('issues' in checked ? checked.issues.map(offset(root)) : []),
    ...(checkKeys === undefined ? [] : keyIssues(written, checkKeys).map(offset(root))),
  ];
  if ('value' in checked && issues.length === 0) {
    return { config: checked.value, written: written as WrittenConfig };
  }
  const inOrder = issues.sort((a, b) => a.offset - b.offset);
  return { problems: inOrder.map((issue) => at(text, issue.offset, issue.text)) };
}

/** One line a problem, as compilers write it: `FILE:LINE:COL: what; what instead`. */
export function problemLine(file: string, { line, column, text }: Problem): string {
  return `${file}:${line}:${column}: ${text}`;
}

/** The parser goes on after an error; what it finds in the same line is mostly its consequence. */
function syntax(text: string, errors: readonly ParseError[]): Problem[] {
  const lines = new Set<number>();
  const problems: Problem[] = [];
  for (const error of errors) {
    const words = syntaxProblems[printParseErrorCode(error.error)] ?? 'this is not JSON; mend it';
    const problem = at(text, error.offset, words);
    if (!lines.has(problem.line)) problems.push(problem);
    lines.add(problem.line);
  }
  return problems;
}

interface Offset {
  readonly offset: number;
  readonly text: string;
}

/** Finds the place of an issue: the value, the key, or the object in which something is missing. */
function offset(root: Node): (issue: Issue) => Offset {
  return ({ path, place = path, message, kind }) => {
    const text = `${pathText(path)} ${message}`;
    for (let length = place.length; length > 0; length -= 1) {
      const node = findNodeAtLocation(root, [...place.slice(0, length)]);
      const key = node?.parent?.type === 'property' ? node.parent : undefined;
      if (kind === 'key' && key !== undefined) return { offset: key.offset, text };
      if (node !== undefined) return { offset: node.offset, text };
    }
    return { offset: root.offset, text };
  };
}

/** JSON lets the last of two equal keys win in silence; here a profile would vanish that way. */
function doubles(node: Node, path: readonly string[] = []): Offset[] {
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((child) => {
    const [key, value] = child.type === 'property' ? (child.children ?? []) : [undefined, child];
    const name = key === undefined ? undefined : String(key.value);
    const here = name === undefined ? path : [...path, name];
    const double = name !== undefined && seen.has(name);
    if (name !== undefined) seen.add(name);
    const text = `${pathText(here)} is there twice; write it once`;
    return [
      ...(double ? [{ offset: child.offset, text }] : []),
      ...(value === undefined ? [] : doubles(value, here)),
    ];
  });
}

function at(text: string, offset: number, words: string): Problem {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, text: words };
}
