import * as z from 'zod';
import { wireCount } from '../wire-count.ts';

/** A value that is not strictly needed: what has another type becomes undefined. */
const count = wireCount.nullish().catch(undefined);
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
  /** Values that can't be read. */
  readonly undecoded: number;
}

const termsSchema = z.object({ terms: z.array(z.unknown()) });
const facetSchema = z.object({ field: z.string(), values: z.array(z.unknown()).nullish() });
const valueSchema = z.object({
  name: z.union([z.string(), z.number(), z.boolean()]).transform(String),
  total: wireCount,
});

/** Decodes `_facet`, in the vendor's order; null for what is none. */
export function decodeFacets(body: unknown): readonly WireFacet[] | null {
  const terms = termsSchema.safeParse(body).data?.terms;
  const facets = terms?.flatMap((term) => facetSchema.safeParse(term).data ?? []);
  if (terms === undefined || facets === undefined) return null;
  if (facets.length === 0 && terms.length > 0) return null;
  return facets.map(({ field, values }) => {
    const given = values ?? [];
    const read = given.flatMap((value) => valueSchema.safeParse(value).data ?? []);
    return { field, values: read, undecoded: given.length - read.length };
  });
}

/** Lists that a search may be narrowed by; older servers leave `hostnames` out. */
export interface WireMetadata {
  readonly clusters?: readonly string[] | null | undefined;
  readonly namespaces?: readonly string[] | null | undefined;
  readonly hostnames?: readonly string[] | null | undefined;
  /** Names that can't be read. */
  readonly undecoded: number;
}

const names = z.array(z.unknown()).nullish().catch(undefined);
const metadataSchema = z.object({ clusters: names, namespaces: names, hostnames: names });

/** Decodes `metadata`; null for what is none. */
export function decodeMetadata(body: unknown): WireMetadata | null {
  const lists = metadataSchema.safeParse(body).data;
  if (lists === undefined) return null;
  const { clusters, namespaces, hostnames } = lists;
  const all = [clusters, namespaces, hostnames].flatMap((list) => list ?? []);
  return {
    clusters: textsOf(clusters),
    namespaces: textsOf(namespaces),
    hostnames: textsOf(hostnames),
    undecoded: all.filter((name) => typeof name !== 'string').length,
  };
}

const textsOf = (list: readonly unknown[] | null | undefined) =>
  list?.filter((name) => typeof name === 'string') ?? (list === null ? null : undefined);

function isObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
