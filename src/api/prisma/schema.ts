import * as z from 'zod';
import { wireCount } from '../wire-count.ts';
import { parseTitle } from './titles.ts';

/** A count that is not strictly needed: what is none becomes undefined. */
const count = wireCount.nullish().catch(undefined);
const text = z.string().nullish().catch(undefined);
const flag = z.boolean().nullish().catch(undefined);

/** One step of a scan (`shared.Progress`). Consoles leave out what is empty. */
const stepSchema = z.looseObject({
  title: text,
  total: count,
  scanned: count,
  error: text,
  hostname: text,
  onDemand: flag,
  discovery: z.unknown().optional(),
});

/** One scan (`shared.RegistryScanProgress`), as consoles since 30.03 answer. */
const elementSchema = z.looseObject({
  discovery: stepSchema.nullish(),
  imageScan: stepSchema.nullish(),
  isScanOngoing: flag,
  specScanStartTime: text,
});

/** A step of a scan, decoded. */
export type WireStep = z.infer<typeof stepSchema>;

/** A scan of the progress answer, decoded; either step may be missing. */
export type WireElement = z.infer<typeof elementSchema>;

/** Rows of an answer, and how many of them could not be decoded. */
export interface Decoded<Row> {
  readonly rows: readonly Row[];
  readonly undecoded: number;
}

/**
 * Decodes `GET registry/progress`. Consoles before 30.03 answer a flat list of steps; its pairs are
 * put together.
 */
export function decodeProgress(body: unknown): Decoded<WireElement> {
  const scans: WireElement[] = [];
  const rows = Array.isArray(body) ? body : [];
  let undecoded = 0;
  let open: WireStep | null = null;
  for (const row of rows) {
    const flat = isFlat(row) ? stepSchema.safeParse(row).data : undefined;
    const scan = flat === undefined ? elementSchema.safeParse(row).data : pair(open, flat);
    const paired: boolean = scan?.imageScan != null && scan.discovery === open;
    if (scan === undefined) undecoded += 1;
    else if (open !== null && paired) scans.splice(-1, 1, scan);
    else scans.push(scan);
    open = flat !== undefined && isDiscovery(flat) ? flat : null;
  }
  return { rows: scans, undecoded };
}

/** A step that stands by itself has its counts or its title where a scan has its steps. */
function isFlat(row: unknown): boolean {
  if (typeof row !== 'object' || row === null) return false;
  if ('imageScan' in row || 'isScanOngoing' in row) return false;
  return 'title' in row || 'total' in row || 'scanned' in row;
}

/** The scan of a flat step: with the discovery before it when that is of the same registry. */
function pair(open: WireStep | null, step: WireStep): WireElement {
  if (isDiscovery(step)) return { discovery: step };
  const same = open !== null && registryOf(open) === registryOf(step);
  return same ? { discovery: open, imageScan: step } : { imageScan: step };
}

const isDiscovery = (step: WireStep) =>
  step.discovery === true || /^\s*Step 1\//.test(step.title ?? '');

const registryOf = (step: WireStep) => parseTitle(step.title ?? '').registry;

const severityCounts = z
  .looseObject({ critical: count, high: count, medium: count, low: count, total: count })
  .nullish()
  .catch(undefined);

/** One image of the results (`shared.ImageScanResult`), as far as it is used. */
const resultSchema = z.looseObject({
  _id: text,
  id: text,
  repoTag: z.looseObject({ registry: text, repo: text, tag: text, digest: text }).nullish(),
  scanTime: text,
  vulnerabilitiesCount: count,
  vulnerabilityDistribution: severityCounts,
  complianceIssuesCount: count,
  complianceDistribution: severityCounts,
  err: text,
});

/** An image of the results, decoded. */
export type WireResult = z.infer<typeof resultSchema>;

/** Decodes a page of `GET registry`; no rows at all come as `null`. */
export const decodeResults = (body: unknown): Decoded<WireResult> => decodeRows(body, resultSchema);

const statusSchema = z.looseObject({
  completed: flag,
  scanning: flag,
  scanTime: text,
  errors: z.array(z.string()).nullish().catch(undefined),
});

/** The coarse status of the regular scan (`defender.ScanStatus`), decoded. */
export type WireStatus = z.infer<typeof statusSchema>;

/** Decodes `GET statuses/registry`; null when there is no status in it. */
export function decodeStatus(body: unknown): WireStatus | null {
  return statusSchema.safeParse(Array.isArray(body) ? body[0] : body).data ?? null;
}

/** Only what is shown is kept: a specification holds credentials as well. */
const specSchema = z.object({
  registry: text,
  repository: text,
  tag: text,
  scanStatus: text,
  scanTime: text,
  lastScanStatus: text,
  lastScanTime: text,
  scanError: text,
});

/** A registry that the console is to scan (`shared.RegistrySpecification`), decoded. */
export type WireSpec = z.infer<typeof specSchema>;

/** Decodes `GET settings/registry`: the specifications, or an object that holds them. */
export function decodeSettings(body: unknown): Decoded<WireSpec> {
  const holder = z.looseObject({ specifications: z.unknown().optional() }).safeParse(body).data;
  return decodeRows(holder?.specifications ?? body, specSchema);
}

/** Whether the body is a list, or the `null` that stands for an empty one. */
export function isRowList(body: unknown): boolean {
  return body === null || Array.isArray(body);
}

function decodeRows<Row>(body: unknown, schema: z.ZodType<Row>): Decoded<Row> {
  if (!Array.isArray(body)) return { rows: [], undecoded: 0 };
  const decoded = body.map((row) => schema.safeParse(row));
  const rows = decoded.flatMap(({ data }) => (data === undefined ? [] : [data]));
  return { rows, undecoded: body.length - rows.length };
}
