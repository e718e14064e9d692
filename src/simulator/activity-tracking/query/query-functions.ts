import { QueryError } from './query-error.ts';
import {
  compareValues,
  type Expression,
  fits,
  textOf,
  type Value,
  type ValueType,
} from './values.ts';

interface FunctionEntry {
  readonly takes: readonly ValueType[];
  /** The type of any further arguments. */
  readonly more?: ValueType;
  /** How many arguments may be missing. */
  readonly optional?: number;
  readonly gives: ValueType;
  readonly run: (...values: readonly Value[]) => Value;
}

/** A function whose first argument is a text; without a text it has no value. */
function onText(
  takes: readonly ValueType[],
  gives: ValueType,
  run: (text: string, second: Value, third: Value) => Value,
): FunctionEntry {
  return {
    ...{ takes: ['string', ...takes], gives },
    run: (text = null, second = null, third = null) =>
      typeof text === 'string' ? run(text, second, third) : null,
  };
}

const isEqual = (one: Value) => (other: Value) => compareValues(one, other) === 0;

/** IBM Cloud Logs, "DataPrime string functions" and "DataPrime general functions". */
const functions: Readonly<Record<string, FunctionEntry>> = {
  contains: onText(['string'], 'bool', (text, part) => text.includes(textOf(part))),
  startsWith: onText(['string'], 'bool', (text, part) => text.startsWith(textOf(part))),
  endsWith: onText(['string'], 'bool', (text, part) => text.endsWith(textOf(part))),
  matches: onText(
    ['regexp'],
    'bool',
    (text, pattern) => pattern instanceof RegExp && pattern.test(text),
  ),
  indexOf: onText(['string'], 'number', (text, part) => text.indexOf(textOf(part))),
  length: onText([], 'number', (text) => text.length),
  trim: onText([], 'string', (text) => text.trim()),
  ltrim: onText([], 'string', (text) => text.trimStart()),
  rtrim: onText([], 'string', (text) => text.trimEnd()),
  toLowerCase: onText([], 'string', (text) => text.toLowerCase()),
  toUpperCase: onText([], 'string', (text) => text.toUpperCase()),
  substr: {
    ...onText(['number', 'number'], 'string', (text, from, count) => {
      const start = Number(from);
      return typeof count === 'number' ? text.slice(start, start + count) : text.slice(start);
    }),
    optional: 1,
  },
  in: {
    ...{ takes: ['any', 'any'], more: 'any', gives: 'bool' },
    run: (value = null, ...listed) => listed.some(isEqual(value)),
  },
  firstNonNull: {
    ...{ takes: ['any'], more: 'any', gives: 'any' },
    run: (...values) => values.find((value) => value !== null) ?? null,
  },
  if: {
    ...{ takes: ['bool', 'any', 'any'], optional: 1, gives: 'any' },
    run: (condition = null, yes = null, no = null) => (condition === true ? yes : no),
  },
};

/** A call of a function. @throws QueryError for an unknown one, and arguments that it can't take */
export function callOf(name: string, args: readonly Expression[], at: number): Expression {
  const entry = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (entry === undefined) throw new QueryError(`unknown function '${name}'`, at);
  const { takes, more, optional = 0, gives, run } = entry;
  const most = more === undefined ? takes.length : Number.POSITIVE_INFINITY;
  if (args.length < takes.length - optional || args.length > most) {
    throw new QueryError(`function '${name}' does not take ${args.length} arguments`, at);
  }
  for (const [index, argument] of args.entries()) {
    const wanted = takes[index] ?? more ?? 'any';
    if (fits(argument.type, wanted)) continue;
    throw new QueryError(`'${name}' expects ${wanted} but got ${argument.type}`, argument.at);
  }
  return { type: gives, at, read: (row) => run(...args.map(({ read }) => read(row))) };
}
