import { isAbsolute, join } from 'node:path';
import { parseDuration } from '../../core/duration.ts';
import { usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { parseTime } from '../../core/time.ts';
import {
  type ExportCriteria,
  type ExportFormat,
  type ExportKind,
  type ExportOffer,
  type ExportRequest,
  exportFormats,
} from '../../export-engine/kind.ts';
import type { CommandInput } from '../feature.ts';
import { engineOptions } from './command.ts';

/** What else a request is made of. */
export interface RequestFacts {
  readonly nowMs: number;
  /** Where relative paths start. */
  readonly folder: string;
  readonly openedBy: readonly string[];
}

/**
 * Reads the options of `scandeck export KIND`.
 *
 * @throws ScandeckError `usage`
 */
export function requestOf(
  { options }: CommandInput,
  offer: ExportOffer,
  facts: RequestFacts,
): ExportRequest {
  const { nowMs, folder, openedBy } = facts;
  const text = (name: string) => textOf(options[name]);
  const sinceMs = parseTime(text('since') ?? offer.since, nowMs);
  // What has not happened yet is in no file: the manifest must not say that it was looked for.
  const untilMs = Math.min(nowMs, parseTime(text('until') ?? 'now', nowMs));
  if (sinceMs >= untilMs) {
    throw usageError(
      '--since is not before --until, or not before now',
      'For example --since 7d --until 1d.',
    );
  }
  const format = formatOf(text('format'));
  const out = outOf(text('out'), folder);
  if (out === '-') checkStream(options);
  if (options.rawCells === true && format !== 'csv') {
    throw usageError(
      '--raw-cells goes with --format csv alone',
      'The other formats have no cells.',
    );
  }
  return {
    ...{ kind: offer.kind, sinceMs, untilMs, format, openedBy },
    criteria: criteriaOf(options),
    gzip: options.gzip === true,
    columns: columnsOf(text('columns'), format),
    maskUsers: options.maskUsers === true,
    rawCells: options.rawCells === true,
    pageSize: countOf('--page-size', text('pageSize')),
    concurrency: atMost(64, '--concurrency', countOf('--concurrency', text('concurrency'))),
    out,
    force: options.force === true,
  };
}

/**
 * Checks what the kind has to say on a request.
 *
 * @throws ScandeckError `usage`
 */
export function checkRequest(kind: ExportKind, request: ExportRequest): void {
  kind.check?.(request);
  checkPageSize(kind, request);
  if (request.columns === 'vendor' && kind.vendorColumns === undefined) {
    throw usageError(`${kind.name} has no columns of the vendor`, 'Leave --columns out.');
  }
}

function checkPageSize(kind: ExportKind, request: ExportRequest): void {
  const { pageSize } = request;
  const { least, most, source } = kind.pageSizes(request);
  if (pageSize === null || (pageSize >= least && pageSize <= most)) return;
  const number = (rows: number) => rows.toLocaleString('en-US');
  const limits =
    least === most
      ? `its pages have ${most} rows`
      : `its pages have from ${number(least)} to ${number(most)} rows`;
  throw usageError(
    `--page-size ${pageSize} can't be for ${kind.name}: ${limits}`,
    `${source}. Leave --page-size out for the usual size.`,
  );
}

/** `--every`, in milliseconds. @throws ScandeckError `usage` */
export function everyOf({ options }: CommandInput): number | undefined {
  const text = textOf(options.every);
  if (text === null) return undefined;
  const everyMs = parseDuration(text);
  if (everyMs < 60_000) throw usageError('--every is too short', 'Write 1m or more: 24h, 1w.');
  if (options.until === undefined) return everyMs;
  throw usageError('--every and --until do not go together', 'Increments end by themselves.');
}

type Value = CommandInput['options'][string];

const textOf = (value: Value) => (typeof value === 'string' ? value : null);

function criteriaOf(options: CommandInput['options']): ExportCriteria {
  const criteria: Record<string, string | boolean | readonly string[]> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !engineOptions.includes(name)) criteria[name] = value;
  }
  return criteria;
}

function formatOf(text: string | null): ExportFormat {
  const format = exportFormats.find((known) => known === (text ?? 'ndjson'));
  if (format !== undefined) return format;
  throw usageError(
    `--format ${safeText(text ?? '', 40)} is not known`,
    `Write one of ${exportFormats.join(', ')}; --gzip compresses each.`,
  );
}

function columnsOf(text: string | null, format: ExportFormat): ExportRequest['columns'] {
  if (text !== null && format !== 'csv') {
    throw usageError(
      '--columns goes with --format csv alone',
      'The other formats have all fields.',
    );
  }
  if (text === null || text === 'scandeck' || text === 'vendor') return text ?? 'scandeck';
  throw usageError(`--columns ${safeText(text, 40)} is not known`, 'Write scandeck or vendor.');
}

function countOf(flag: string, text: string | null): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usageError(`${flag} ${safeText(text, 40)} is not a whole number`, 'Write digits alone.');
}

function atMost(most: number, flag: string, count: number | null): number | null {
  if (count === null || (count >= 1 && count <= most)) return count;
  throw usageError(`${flag} ${count} can't be`, `Write a number from 1 to ${most}.`);
}

/** A stream is no job: it has no name, no file to replace, and nothing that goes on. */
function checkStream(options: CommandInput['options']): void {
  const given = ['detach', 'every', 'name', 'force'].find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw usageError(`--${given} and --out - do not go together`, 'Name a file with --out.');
}

/** Whether the time that was asked for reaches beyond now, where an export ends. */
export function isAhead({ options }: CommandInput, nowMs: number): boolean {
  const until = textOf(options.until);
  return until !== null && parseTime(until, nowMs) > nowMs;
}

/** What a target's name promises and its content would not hold; null when they agree. */
export function targetDoubt({ out, format, gzip }: ExportRequest): string | null {
  if (out === '-') return null;
  if (/\.gz$/i.test(out) !== gzip) {
    return gzip
      ? 'the file will be compressed, and its name does not end in .gz'
      : 'the file will not be compressed, although its name ends in .gz: --gzip does that';
  }
  const [, ending = ''] = /\.(csv|json|ndjson|jsonl)(?:\.gz)?$/i.exec(out) ?? [];
  const named = ending.toLowerCase().replace('jsonl', 'ndjson');
  if (named === '' || named === format) return null;
  return `the file will hold ${format}, although its name says ${ending}: --format ${named} does that`;
}

function outOf(text: string | null, folder: string): string {
  if (text === '-') return '-';
  if (text === null || text === '' || text.endsWith('/')) {
    throw usageError(
      '--out is missing',
      'Name the file: --out rows.ndjson, or --out - for stdout.',
    );
  }
  return isAbsolute(text) ? text : join(folder, text);
}
