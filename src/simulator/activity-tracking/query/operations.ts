import { QueryError } from './query-error.ts';
import { severityNamed } from './query-fields.ts';
import {
  compareValues,
  type Expression,
  fits,
  textOf,
  type Value,
  type ValueType,
} from './values.ts';

/** A test of how two values compare: null when they can't be compared. */
export type OrderTest = (order: number | null) => boolean;

/** The tests by their operators. A value that isn't there is unequal to any other. */
export const comparisons: Readonly<Record<string, OrderTest>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order !== null && order < 0,
  '<=': (order) => order !== null && order <= 0,
  '>': (order) => order !== null && order > 0,
  '>=': (order) => order !== null && order >= 0,
};

/** Two conditions as one; the second is read only where it matters. @throws QueryError */
export function joined(
  left: Expression,
  right: Expression,
  join: (left: () => boolean, right: () => boolean) => boolean,
): Expression {
  const [one, other] = [asCondition(left), asCondition(right)];
  return {
    ...{ type: 'bool', at: left.at },
    read: (row) =>
      join(
        () => one.read(row) === true,
        () => other.read(row) === true,
      ),
  };
}

/** The expression, if it can be a condition. @throws QueryError */
export function asCondition(expression: Expression): Expression {
  if (fits(expression.type, 'bool')) return expression;
  throw new QueryError(`expected bool but got ${expression.type}`, expression.at);
}

/** A comparison; severities are compared by name. @throws QueryError for types that never meet */
export function comparison(left: Expression, right: Expression, test: OrderTest): Expression {
  if (!fits(left.type, right.type)) {
    throw new QueryError(`cannot compare ${left.type} to ${right.type}`, right.at);
  }
  const isSeverity = left.isSeverity === true || right.isSeverity === true;
  const reading = (side: Expression): Expression['read'] =>
    isSeverity ? (row) => severityNamed(side.read(row)) : side.read;
  const [one, other] = [reading(left), reading(right)];
  return { type: 'bool', at: left.at, read: (row) => test(compareValues(one(row), other(row))) };
}

/** `value:type`. @throws QueryError for a type that doesn't exist */
export function castTo(inner: Expression, type: string): Expression {
  const casts: Readonly<Record<string, readonly [ValueType, (value: Value) => Value]>> = {
    string: ['string', (value) => (value === null ? null : textOf(value))],
    number: ['number', toNumber],
    num: ['number', toNumber],
    bool: [
      'bool',
      (value) => (value === 'true' || value === true ? true : value === null ? null : false),
    ],
  };
  const cast = Object.hasOwn(casts, type) ? casts[type] : undefined;
  if (cast === undefined) throw new QueryError(`unknown type '${type}'`, inner.at);
  const [to, convert] = cast;
  return { type: to, at: inner.at, read: (row) => convert(inner.read(row)) };
}

function toNumber(value: Value): Value {
  const number = value === null || value === '' ? Number.NaN : Number(textOf(value));
  return Number.isNaN(number) ? null : number;
}

/** A literal's value; undefined when the token is none. @throws QueryError */
export function literalOf(kind: string, text: string, at: number): Value | undefined {
  if (kind === 'string') return text;
  if (kind === 'number') return Number(text);
  if (kind === 'time') return new Date(text);
  if (kind !== 'regexp') return undefined;
  try {
    return new RegExp(text);
  } catch {
    throw new QueryError(`'/${text}/' is not a regular expression`, at);
  }
}

/** A literal. @throws QueryError for one that means nothing */
export function constant(value: Value, at: number): Expression {
  if (typeof value === 'number' && Number.isNaN(value)) throw new QueryError('not a number', at);
  if (value instanceof Date && Number.isNaN(value.getTime()))
    throw new QueryError('not a timestamp', at);
  return { type: typeOf(value), at, read: () => value };
}

function typeOf(value: Value): ValueType {
  if (value === null) return 'null';
  if (value instanceof Date) return 'timestamp';
  if (value instanceof RegExp) return 'regexp';
  if (typeof value === 'string') return 'string';
  return typeof value === 'number' ? 'number' : 'bool';
}
