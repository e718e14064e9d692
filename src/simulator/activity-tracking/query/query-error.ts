/** A query that can't be compiled. */
export class QueryError extends Error {
  /** Where, counted in characters from the query's start. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** A place in the words of recorded messages: lines and columns are counted from 0. */
export function placeIn(query: string, at: number): string {
  const before = query.slice(0, at).split('\n');
  return `in line ${before.length - 1} at column ${before.at(-1)?.length ?? 0}`;
}
