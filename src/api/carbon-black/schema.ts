import * as z from 'zod';

/** A value that is not strictly needed: what has another type becomes undefined. */
const count = z.number().int().nonnegative().nullish().catch(undefined);
const text = z.string().nullish().catch(undefined);
const flag = z.boolean().nullish().catch(undefined);

/** A row of `_search` (Carbon Black Cloud, Scan Logs API). Nothing in it is certain to be there. */
const logSchema = z.object({
  full_tag: text,
  manifest_digest: text,
  workloads: count,
  scan_time: text,
  source: text,
  scan_status: text,
  vulnerabilities_summary: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  has_malware: flag,
});

/** A row, decoded as far as it is known. */
export type WireLog = z.infer<typeof logSchema>;

/** A row, decoded and as it came. */
export interface LogRow {
  readonly row: WireLog;
  readonly wire: WireObject;
}

/** A JSON object with everything that it carries. */
export type WireObject = Readonly<Record<string, unknown>>;

/** What one `_search` told. */
export interface LogPage {
  /** Rows that match in all; null when the vendor does not tell. */
  readonly found: number | null;
  readonly rows: readonly LogRow[];
  /** Rows that are no objects. */
  readonly undecoded: number;
}

const pageSchema = z.object({ num_found: count, results: z.array(z.unknown()).nullish() });

/**
 * Decodes `_search`.
 *
 * @param written the same body, parsed so that its rows can be printed as they were written
 * @returns null for what is no page of rows
 */
export function decodePage(body: unknown, written: unknown = body): LogPage | null {
  const page = pageSchema.safeParse(body).data;
  if (page === undefined || (page.results == null && page.num_found == null)) return null;
  const results = page.results ?? [];
  const wires = pageSchema.safeParse(written).data?.results ?? results;
  const rows = results.flatMap((result, index) => {
    const wire = wires[index];
    const row = isObject(result) ? logSchema.safeParse(result).data : undefined;
    return row !== undefined && isObject(wire) ? [{ row, wire }] : [];
  });
  return { found: page.num_found ?? null, rows, undecoded: results.length - rows.length };
}

/** Decodes one row; null for what is no object. */
export function decodeRow(value: unknown): LogRow | null {
  const row = isObject(value) ? logSchema.safeParse(value).data : undefined;
  return row !== undefined && isObject(value) ? { row, wire: value } : null;
}

/** A field's values as `_facet` counts them. Names are hostile. */
export interface WireFacet {
  readonly field: string;
  readonly values: readonly { readonly name: string; readonly total: number }[];
}

const facetsSchema = z.object({
  terms: z.array(z.object({ field: z.string(), values: z.array(z.unknown()).nullish() })),
});
const valueSchema = z.object({ name: z.string(), total: z.number().int().nonnegative() });

/** Decodes `_facet`, in the vendor's order; null for what is none. */
export function decodeFacets(body: unknown): readonly WireFacet[] | null {
  const terms = facetsSchema.safeParse(body).data?.terms;
  if (terms === undefined) return null;
  return terms.map(({ field, values }) => ({
    field,
    values: (values ?? []).flatMap((value) => valueSchema.safeParse(value).data ?? []),
  }));
}

const names = z.array(z.string()).nullish().catch(undefined);
const metadataSchema = z.object({ clusters: names, namespaces: names, hostnames: names });

/** Lists that a search may be narrowed by; older servers leave `hostnames` out. */
export type WireMetadata = z.infer<typeof metadataSchema>;

/** Decodes `metadata`; null for what is none. */
export function decodeMetadata(body: unknown): WireMetadata | null {
  return metadataSchema.safeParse(body).data ?? null;
}

function isObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
