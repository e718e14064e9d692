import type { LogRow } from '../rows.ts';

/** What an expression can be. Times are `Date`s, objects stand for whole parts of a row. */
export type Value = string | number | boolean | null | Date | RegExp | object;

/** The type of an expression as far as it is known before the query runs. */
export type ValueType = 'string' | 'number' | 'bool' | 'timestamp' | 'regexp' | 'null' | 'any';

/** A part of a query that has a value for each row. */
export interface Expression {
  readonly type: ValueType;
  readonly read: (row: LogRow) => Value;
  /** Where it begins. */
  readonly at: number;
  /** Set for `$m.severity`, which is compared by name and by quoted number. */
  readonly isSeverity?: boolean;
}

/** Whether a value of a type can stand where another is wanted. */
export const fits = (type: ValueType, wanted: ValueType) =>
  type === wanted || type === 'any' || wanted === 'any' || type === 'null';

/** What two values have to do with each other: null when they can't be compared. */
export function compareValues(left: Value, right: Value): number | null {
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') {
    if (left === right) return 0;
    return left < right ? -1 : 1;
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  return left === null && right === null ? 0 : null;
}

/** A value as text search sees it. */
export function textOf(value: Value): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
