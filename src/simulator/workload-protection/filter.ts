import { type FilterToken, tokensOf } from './filter-tokens.ts';

/** What a filter looks into: the values of a field, none where the field is absent. */
export type FieldValues = (field: string) => readonly string[];

/** A filter, ready to judge. */
export type Predicate = (valuesOf: FieldValues) => boolean;

/** Which fields a filter may use. @throws Refusal 422 for another */
export type FieldCheck = (field: string) => void;

/**
 * Reads a filter: `severity <= 3 and not name in ("a", "b")`.
 *
 * @returns null when it can't be read
 * @throws what the check throws
 */
export function parseFilter(text: string, check: FieldCheck): Predicate | null {
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  if (tokens.length === 0) return () => true;
  const reader = new FilterReader(tokens, check);
  try {
    const predicate = reader.either();
    return reader.isAtEnd() ? predicate : null;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

class Unreadable extends Error {}

type Comparison = (values: readonly string[], wanted: string) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': (values, wanted) => values.includes(wanted),
  '!=': (values, wanted) => !values.includes(wanted),
  '>': (values, wanted) => values.some((value) => Number(value) > Number(wanted)),
  '>=': (values, wanted) => values.some((value) => Number(value) >= Number(wanted)),
  '<': (values, wanted) => values.some((value) => Number(value) < Number(wanted)),
  '<=': (values, wanted) => values.some((value) => Number(value) <= Number(wanted)),
  contains: (values, wanted) => values.some((value) => value.includes(wanted)),
  lacks: (values, wanted) => !values.some((value) => value.includes(wanted)),
  startswith: (values, wanted) => values.some((value) => value.startsWith(wanted)),
};

const freeOperators: Readonly<Record<string, string>> = {
  '=': 'contains',
  '!=': 'lacks',
  contains: 'contains',
};

class FilterReader {
  readonly #tokens: readonly FilterToken[];
  readonly #check: FieldCheck;
  #at = 0;

  constructor(tokens: readonly FilterToken[], check: FieldCheck) {
    this.#tokens = tokens;
    this.#check = check;
  }

  isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  either(): Predicate {
    const first = this.#both();
    if (!this.#takeWord('or')) return first;
    const second = this.either();
    return (valuesOf) => first(valuesOf) || second(valuesOf);
  }

  #both(): Predicate {
    const first = this.#one();
    if (!this.#takeWord('and')) return first;
    const second = this.#both();
    return (valuesOf) => first(valuesOf) && second(valuesOf);
  }

  #one(): Predicate {
    if (this.#takeWord('not')) {
      const inner = this.#one();
      return (valuesOf) => !inner(valuesOf);
    }
    if (!this.#take('open')) return this.#comparison();
    const inner = this.either();
    this.#expect('close');
    return inner;
  }

  #comparison(): Predicate {
    const field = this.#expect('word').value;
    this.#check(field);
    const isNegated = this.#takeWord('not');
    const judge = this.#judge(field === 'freeText');
    return (valuesOf) => judge(valuesOf(field)) !== isNegated;
  }

  /** A free text is looked for, where another value is compared. */
  #judge(isFree: boolean): (values: readonly string[]) => boolean {
    if (this.#takeWord('exists')) return (values) => values.length > 0;
    if (this.#takeWord('in')) {
      const wanted = this.#list();
      return (values) => values.some((value) => wanted.includes(value));
    }
    const operator = this.#operator();
    const compare = comparisons[isFree ? (freeOperators[operator] ?? '') : operator];
    if (compare === undefined) throw new Unreadable();
    const wanted = this.#value();
    return (values) => compare(values, wanted);
  }

  #operator(): string {
    const operator = this.#take('operator');
    if (operator) return operator.value;
    const word = this.#expect('word').value.toLowerCase();
    if (word !== 'starts') return word;
    if (!this.#takeWord('with')) throw new Unreadable();
    return 'startswith';
  }

  /** A value with ` in ` in it breaks a list, as the service's users found out. */
  #list(): readonly string[] {
    this.#expect('open');
    const values = [this.#value()];
    while (this.#take('comma')) values.push(this.#value());
    this.#expect('close');
    if (values.some((value) => / in /.test(value))) throw new Unreadable();
    return values;
  }

  #value(): string {
    return (this.#take('text') ?? this.#expect('word')).value;
  }

  #take(kind: FilterToken['kind']): FilterToken | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) return undefined;
    this.#at += 1;
    return token;
  }

  #expect(kind: FilterToken['kind']): FilterToken {
    const token = this.#take(kind);
    if (token === undefined) throw new Unreadable();
    return token;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word' || token.value.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }
}
