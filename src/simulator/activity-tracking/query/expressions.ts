import {
  asCondition,
  castTo,
  comparison,
  comparisons,
  constant,
  joined,
  literalOf,
} from './operations.ts';
import { type FieldPath, fieldOf } from './query-fields.ts';
import { callOf } from './query-functions.ts';
import type { TokenReader } from './token-reader.ts';
import { type Expression, textOf } from './values.ts';

/** What an expression is read with. */
export interface Reading {
  readonly tokens: TokenReader;
  /** What `now()` is. */
  readonly nowMs: number;
  /** A field of `$d` is used. */
  usesField(path: FieldPath): void;
  /** A text that is searched for and is too short, or too long, for the index. */
  unindexedText(text: string, at: number): void;
}

/** A condition (IBM Cloud Logs, "DataPrime expressions"). @throws QueryError */
export const readCondition = (reading: Reading): Expression => asCondition(readValue(reading));

/** Anything that has a value. @throws QueryError */
export function readValue(reading: Reading): Expression {
  let left = readBoth(reading);
  while (reading.tokens.accept('||')) {
    left = joined(left, readBoth(reading), (one, other) => one() || other());
  }
  return left;
}

function readBoth(reading: Reading): Expression {
  let left = readNegated(reading);
  while (reading.tokens.accept('&&')) {
    left = joined(left, readNegated(reading), (one, other) => one() && other());
  }
  return left;
}

function readNegated(reading: Reading): Expression {
  const { at } = reading.tokens.next;
  if (!reading.tokens.accept('!')) return readCompared(reading);
  const inner = asCondition(readNegated(reading));
  return { type: 'bool', at, read: (row) => inner.read(row) !== true };
}

function readCompared(reading: Reading): Expression {
  const { tokens } = reading;
  const left = readPostfixed(reading);
  const { kind, text, at } = tokens.next;
  if (kind === 'word' && text === 'in') {
    tokens.take();
    return callOf('in', [left, ...readArguments(reading)], at);
  }
  if (kind !== 'symbol') return left;
  const test = Object.hasOwn(comparisons, text) ? comparisons[text] : undefined;
  if (test !== undefined) {
    tokens.take();
    return comparison(left, readPostfixed(reading), test);
  }
  return tokens.accept('~') || tokens.accept('~~') ? readSearch(reading, left) : left;
}

/** The text that is searched for, in any case. */
function readSearch({ tokens, unindexedText }: Reading, left: Expression): Expression {
  const { text, at } = tokens.expectKind('string');
  const bytes = Buffer.byteLength(text);
  if (bytes < 4 || bytes > 64) unindexedText(text, at);
  const wanted = text.toLowerCase();
  const read: Expression['read'] = (row) => textOf(left.read(row)).toLowerCase().includes(wanted);
  return { type: 'bool', at, read };
}

/** What is called on a value, and what it is cast to. */
function readPostfixed(reading: Reading): Expression {
  const { tokens } = reading;
  let left = readPrimary(reading);
  for (;;) {
    if (tokens.accept(':')) left = castTo(left, tokens.expectKind('word').text);
    else if (tokens.accept('.')) {
      const { text, at } = tokens.expectKind('word');
      left = callOf(text, [left, ...readArguments(reading)], at);
    } else return left;
  }
}

function readPrimary(reading: Reading): Expression {
  const { tokens } = reading;
  const { kind, text, at } = tokens.next;
  if (kind === 'root') {
    tokens.take();
    return readPath(reading, { root: text === '$m' || text === '$l' ? text : '$d', names: [], at });
  }
  if (kind === 'word') return readWord(reading);
  const literal = literalOf(kind, text, at);
  if (literal !== undefined) {
    tokens.take();
    return constant(literal, at);
  }
  tokens.expect('(');
  const inner = readValue(reading);
  tokens.expect(')');
  return inner;
}

/** A bare word is a constant, a function or a path below `$d`. */
function readWord(reading: Reading): Expression {
  const { tokens, nowMs } = reading;
  const { text, at } = tokens.take();
  if (text === 'true' || text === 'false') return constant(text === 'true', at);
  if (text === 'null') return constant(null, at);
  if (!tokens.nextIs('(')) return readPath(reading, { root: '$d', names: [text], at });
  const args = readArguments(reading);
  return text === 'now' && args.length === 0
    ? constant(new Date(nowMs), at)
    : callOf(text, args, at);
}

type PathStart = Pick<FieldPath, 'root' | 'names' | 'at'>;

/** The rest of a path, as far as the method that is called on it, if there is one. */
function readPath(reading: Reading, { root, names, at }: PathStart): Expression {
  const { tokens } = reading;
  if (tokens.accept('[')) {
    const { text } = tokens.expectKind('string');
    tokens.expect(']');
    return readPath(reading, { root, names: [...names, text], at });
  }
  if (!tokens.accept('.')) return readField(reading, { root, names, at });
  const { text, at: nameAt } = tokens.expectKind('word');
  if (!tokens.nextIs('(')) return readPath(reading, { root, names: [...names, text], at });
  const field = readField(reading, { root, names, at });
  return callOf(text, [field, ...readArguments(reading)], nameAt);
}

function readField(reading: Reading, start: PathStart): Expression {
  const path = { ...start, text: [start.root, ...start.names].join('.') };
  if (path.root === '$d') reading.usesField(path);
  return fieldOf(path);
}

function readArguments(reading: Reading): readonly Expression[] {
  const { tokens } = reading;
  tokens.expect('(');
  if (tokens.accept(')')) return [];
  const args = [readValue(reading)];
  while (tokens.accept(',')) args.push(readValue(reading));
  tokens.expect(')');
  return args;
}
