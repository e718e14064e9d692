import type { Tier } from '../iam/iam.ts';
import type { TimeSpan } from './log-store.ts';
import { warningMessage } from './messages.ts';
import { type CompiledQuery, compileQuery } from './query/compile.ts';
import { placeIn, QueryError } from './query/query-error.ts';
import type { QueryRequest } from './query-request.ts';
import { refusal } from './refusals.ts';

/** A query that is about to run. */
export interface QueryPlan extends Pick<CompiledQuery, 'matches' | 'order'> {
  readonly tier: Tier;
  readonly span: TimeSpan;
  /** The most rows. */
  readonly limit: number;
  /** Whether the service, rather than the query, sets this limit. */
  readonly isCapped: boolean;
  /** Messages that come before any row. */
  readonly warnings: readonly string[];
}

/** The most rows of a query (IBM Cloud Logs, "Query limits"). */
const mostRows: Readonly<Record<Tier, number>> = { frequent_search: 12_000, archive: 50_000 };

/** The longest time of a query of the index (IBM Cloud Logs, "Service limits"). */
const longestSpanMs = 8 * 86_400_000;

/**
 * Makes a plan of what was asked.
 *
 * @param hasData whether the tier has any row
 * @throws Refusal 400 for a query that can't be compiled
 */
export function planQuery(request: QueryRequest, hasData: boolean): QueryPlan {
  const { tier, isStrict } = request;
  const compiled = compiledFrom(request, hasData);
  if (isStrict && compiled.unknownFields.length > 0) {
    throw refusal(400, `Compilation error: ${compiled.warnings[0] ?? 'unknown field'}`);
  }
  const { span, warnings } = boundedSpan(compiled.span ?? request.span, tier);
  const cap = Math.min(request.limit, mostRows[tier]);
  const wanted = compiled.limit ?? Number.POSITIVE_INFINITY;
  return {
    ...{ tier, span, matches: compiled.matches, order: compiled.order },
    ...{ limit: Math.min(cap, wanted), isCapped: cap < wanted },
    warnings: [
      ...compiled.warnings.map((text) =>
        warningMessage('compile_warning', { warning_message: text }),
      ),
      ...warnings,
    ],
  };
}

/** No document says which of 400 and 422 it is, nor with what words. */
function compiledFrom(request: QueryRequest, hasData: boolean): CompiledQuery {
  const { query, nowMs, defaultSource } = request;
  try {
    return compileQuery(query, { nowMs, defaultSource, hasData });
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw refusal(400, `Compilation error: ${error.message} ${placeIn(query, error.at)}`);
  }
}

/** A span that is too long for the index ends early, and says so. */
function boundedSpan(span: TimeSpan, tier: Tier) {
  const { fromMs, toMs } = span;
  if (tier === 'archive' || toMs - fromMs <= longestSpanMs) return { span, warnings: [] };
  const end = new Date(fromMs + longestSpanMs).toISOString();
  const warning = {
    warning_message: `end of time range is set to: ${end.slice(0, 23).replace('T', ' ')}`,
    ...{ start_date: new Date(fromMs).toISOString(), end_date: end },
  };
  return {
    span: { fromMs, toMs: fromMs + longestSpanMs },
    warnings: [warningMessage('time_range_warning', warning)],
  };
}
