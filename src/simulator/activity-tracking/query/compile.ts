import type { LogRow } from '../rows.ts';
import { type Reading, readCondition, readValue } from './expressions.ts';
import { placeIn, QueryError } from './query-error.ts';
import { isKnownPath } from './query-fields.ts';
import { tokensOf } from './query-tokens.ts';
import { createTokenReader, type TokenReader } from './token-reader.ts';
import type { Value } from './values.ts';

/** A query that can run. */
export interface CompiledQuery {
  readonly matches: (row: LogRow) => boolean;
  /** By which values the rows are put in order; none: in no particular one. */
  readonly order: readonly SortKey[];
  /** How many rows the query wants; null for all. */
  readonly limit: number | null;
  /** When the query itself says of which time it is. */
  readonly span: { readonly fromMs: number; readonly toMs: number } | null;
  /** In the words of the recorded ones. */
  readonly warnings: readonly string[];
  /** The fields of `$d` that are used and that nothing ingested has. */
  readonly unknownFields: readonly string[];
}

/** A value by which rows are put in order. */
export interface SortKey {
  readonly read: (row: LogRow) => Value;
  readonly isDescending: boolean;
  /** Whether it is the row's own time. */
  readonly isTime: boolean;
}

/** What a query is compiled for. */
export interface CompileOptions {
  /** Without any data no field of `$d` is known. */
  readonly hasData: boolean;
  /** What `now()` is. */
  readonly nowMs: number;
  /** Used when the query names no source. */
  readonly defaultSource: string | undefined;
}

/**
 * Compiles the part of DataPrime that this simulator knows: `source logs`, with `last` and
 * `between`; `filter`, `block`, `orderby` and `limit` in this order.
 *
 * @throws QueryError
 */
export function compileQuery(
  query: string,
  { nowMs, defaultSource, hasData }: CompileOptions,
): CompiledQuery {
  const tokens = createTokenReader(tokensOf(query));
  const warnings: string[] = [];
  const unknownFields: string[] = [];
  const reading: Reading = {
    ...{ tokens, nowMs },
    usesField: (path) => {
      const { text, at } = path;
      if (hasData && isKnownPath(path)) return;
      unknownFields.push(text);
      warnings.push(`keypath does not exist\n'${text}' ${placeIn(query, at)}`);
    },
    unindexedText: (text, at) => {
      const place = `'${text}' ${placeIn(query, at)}`;
      warnings.push(`${unindexed}\n${place}`);
    },
  };
  const span = readSource(tokens, nowMs, defaultSource);
  const steps = readSteps(reading);
  return { ...steps, span, warnings, unknownFields };
}

const unindexed =
  'tokens less than 4 bytes or more than 64 bytes in UTF-8 are not indexed and will likely be excluded from the query';

/** `source logs`, and the time that may follow it. A query without it begins with a step. */
function readSource(
  tokens: TokenReader,
  nowMs: number,
  defaultSource: string | undefined,
): CompiledQuery['span'] {
  if (!tokens.accept('source')) {
    if (defaultSource === undefined) tokens.refuse();
    return null;
  }
  const { text, at } = tokens.expectKind('word');
  if (text !== 'logs') throw new QueryError(`unknown source '${text}'`, at);
  const span = readSpan(tokens, nowMs);
  if (!tokens.isAtEnd()) tokens.expect('|');
  return span;
}

const unitMs: Readonly<Record<string, number>> = {
  ...{ s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 },
};

function readSpan(tokens: TokenReader, nowMs: number): CompiledQuery['span'] {
  if (tokens.accept('last')) {
    const { text, at } = tokens.expectKind('number');
    const unit = unitMs[text.slice(-1)];
    if (unit === undefined) throw new QueryError(`'${text}' is not an interval`, at);
    return { fromMs: nowMs - Number(text.slice(0, -1)) * unit, toMs: nowMs };
  }
  if (!tokens.accept('between')) return null;
  const fromMs = readTime(tokens);
  tokens.expect('and');
  return { fromMs, toMs: readTime(tokens) };
}

function readTime(tokens: TokenReader): number {
  const { text, at } = tokens.expectKind('time');
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new QueryError(`'${text}' is not a timestamp`, at);
  return time;
}

function readSteps(reading: Reading) {
  const { tokens } = reading;
  const conditions: ((row: LogRow) => boolean)[] = [];
  let order: readonly SortKey[] = [];
  let limit: number | null = null;
  while (!tokens.isAtEnd()) {
    const { text, at } = tokens.expectKind('word');
    if (limit !== null) throw new QueryError(`'${text}' after 'limit' is not simulated`, at);
    if (text === 'filter' || text === 'block') {
      const { read } = readCondition(reading);
      const wanted = text === 'filter';
      conditions.push((row) => (read(row) === true) === wanted);
    } else if (text === 'limit') limit = readLimit(tokens);
    else order = readOrder(reading, text, at);
    if (!tokens.isAtEnd()) tokens.expect('|');
  }
  return { matches: (row: LogRow) => conditions.every((holds) => holds(row)), order, limit };
}

function readLimit(tokens: TokenReader): number {
  const { text, at } = tokens.expectKind('number');
  if (/^\d+$/.test(text)) return Number(text);
  throw new QueryError(`'${text}' is not a count`, at);
}

/** Those that the language has beside the ones here (IBM Cloud Logs, "DataPrime reference"). */
const unsimulated: readonly string[] = [
  ...['aggregate', 'bottom', 'choose', 'convert', 'count', 'countby', 'create', 'distinct'],
  ...['enrich', 'extract', 'find', 'groupby', 'join', 'lucene', 'move', 'multigroupby', 'redact'],
  ...['remove', 'replace', 'roundtime', 'stitch', 'text', 'top', 'union', 'wildfind', 'wildtext'],
];

/** `orderby`, `order by`, `sortby` and `sort by` are the same. */
function readOrder(reading: Reading, text: string, at: number): readonly SortKey[] {
  const { tokens } = reading;
  if (text === 'order' || text === 'sort') tokens.expect('by');
  else if (text !== 'orderby' && text !== 'sortby') {
    const isKnown = unsimulated.includes(text);
    throw new QueryError(
      isKnown ? `operator '${text}' is not simulated` : `unknown operator '${text}'`,
      at,
    );
  }
  const keys: SortKey[] = [];
  do {
    const { read, type } = readValue(reading);
    const isDescending = !tokens.accept('asc') && tokens.accept('desc');
    keys.push({ read, isDescending, isTime: type === 'timestamp' });
  } while (tokens.accept(','));
  return keys;
}
