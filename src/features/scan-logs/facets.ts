import { type CarbonBlackApi, facetLogs } from '../../api/carbon-black/endpoints.ts';
import { type Refusal, refusalOf } from '../../api/carbon-black/refusals.ts';
import type { WireFacet } from '../../api/carbon-black/schema.ts';
import type { LogCriteria } from './model.ts';
import { wireCriteria, wireQuery } from './wire-criteria.ts';

/** The values of one field, the most frequent first. Names are hostile. */
export interface Facet {
  /** In the vendor's words: a LogField, `scan_status`, or whatever else this server counts. */
  readonly field: string;
  readonly values: readonly { readonly name: string; readonly total: number }[];
  /** Values that can't be read; none where it is absent. */
  readonly undecoded?: number;
}

/** How facets are asked for. */
export interface FacetOptions {
  /** Values a field. @default 20 */
  readonly rows?: number;
  readonly signal?: AbortSignal;
}

/** Counts values, and remembers which fields this server does not count. */
export interface FacetReader {
  /** @throws ApiError, also when no field is left; ScandeckError `unexpected-answer` */
  read(
    criteria: LogCriteria,
    fields: readonly string[],
    options: FacetOptions,
  ): Promise<readonly Facet[]>;
  refused(): readonly string[];
}

const defaultRows = 20;

/** Creates a reader that takes every field for known. */
export function createFacetReader(api: () => CarbonBlackApi): FacetReader {
  const refusals = new Map<string, unknown>();
  const ask = (
    criteria: LogCriteria,
    fields: readonly string[],
    { rows = defaultRows, signal }: FacetOptions,
  ) => {
    const body = {
      ...wireQuery(criteria),
      criteria: wireCriteria(criteria, criteria.time),
      terms: { fields, rows },
    };
    return facetLogs(api(), body, signal === undefined ? {} : { signal });
  };
  return {
    read: async (criteria, fields, options) => {
      const wanted = [...new Set(fields)];
      for (;;) {
        const left = wanted.filter((field) => !refusals.has(field));
        if (left.length === 0) throw refusals.get(wanted[0] ?? '');
        try {
          return inOrder(left, await ask(criteria, left, options));
        } catch (error) {
          const refused = refusedFields(refusalOf(error), left);
          if (refused.length === 0) throw error;
          for (const field of refused) refusals.set(field, error);
        }
      }
    },
    refused: () => [...refusals.keys()],
  };
}

/** The vendor answers in an order of its own, so terms are matched by their field. */
function inOrder(fields: readonly string[], terms: readonly WireFacet[]): readonly Facet[] {
  return fields.flatMap((field) => terms.find((term) => term.field === field) ?? []);
}

/**
 * The fields that a 400 is about: those that are not among the known values, the one that it calls
 * invalid, or the one at the position that it names (`terms.fields[1]`). A refusal of anything else
 * is about none of them.
 */
function refusedFields(refusal: Refusal | null, fields: readonly string[]): readonly string[] {
  if (refusal === null) return [];
  const { field, invalidValue, knownValues } = refusal;
  if (field !== null && !field.startsWith('terms')) return [];
  const known = new Set(knownValues?.map((value) => value.toLowerCase()));
  const unknown = fields.filter((name) => !known.has(name.toLowerCase()));
  if (known.size > 0 && unknown.length > 0) return unknown;
  if (invalidValue !== null && fields.includes(invalidValue)) return [invalidValue];
  const position = /\[(\d+)\]/.exec(field ?? '')?.[1];
  return position === undefined ? [] : fields.slice(Number(position), Number(position) + 1);
}
