import { refusal } from './refusals.ts';
import { readTime } from './rfc3339.ts';
import type { CompleteSetting } from './setting.ts';

/** What is asked of `GET curation/audit/packages`, with every default. */
export interface AuditQuery {
  readonly direction: 'asc' | 'desc';
  readonly rows: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly offset: number;
  readonly includesTotal: boolean;
  /** `include_explanation_and_recommendation`, which only answers mention. */
  readonly isExplained: boolean;
  readonly isDryRun: boolean;
  readonly format: 'json' | 'csv';
}

const hourMs = 3_600_000;
const widestHours = 168;
const usualSpanMs = 7 * 24 * hourMs;
const usualRows = 100;
const mostRows = { json: 2000, csv: 500_000 };

/**
 * Reads the parameters of "Get Approved/Blocked Audit Logs". Unknown ones are not looked at.
 *
 * @param nowMs what the defaults of the window count from, to the second
 * @throws Refusal 400; the words are documented for windows that are too wide, for nothing else
 */
export function readAuditQuery(
  query: URLSearchParams,
  setting: CompleteSetting,
  nowMs: number,
): AuditQuery {
  choiceIn(query, 'order_by', ['id']);
  const format = choiceIn(query, 'format', ['json', 'csv']);
  const includesTotal = flagIn(query, 'include_total');
  if (includesTotal && format === 'csv')
    throw refusal(400, 'include_total is not supported with csv format');
  return {
    direction: choiceIn(query, 'direction', ['desc', 'asc']),
    rows: rowsIn(query, mostRows[format], setting),
    ...windowIn(query, setting, nowMs - (nowMs % 1000)),
    offset: countIn(query, 'offset', 0),
    includesTotal,
    isExplained: flagIn(query, 'include_explanation_and_recommendation'),
    isDryRun: flagIn(query, 'dry_run'),
    format,
  };
}

function rowsIn(query: URLSearchParams, most: number, { tooManyRows }: CompleteSetting): number {
  const rows = countIn(query, 'num_of_rows', usualRows);
  if (rows >= 1 && rows <= most) return rows;
  if (rows > most && tooManyRows === 'clamped') return most;
  throw refusal(400, `num_of_rows must be between 1 and ${most}`);
}

function windowIn(query: URLSearchParams, setting: CompleteSetting, nowMs: number) {
  const { spanCount, longWindows } = setting;
  const startMs = timeIn(query, 'created_at_start', nowMs - usualSpanMs);
  const endMs = timeIn(query, 'created_at_end', nowMs);
  if (startMs > endMs) throw refusal(400, 'created_at_start must be before created_at_end');
  const [from, to] = spanCount === 'exact' ? [startMs, endMs] : wholeHours(startMs, endMs);
  if (!longWindows && to - from > widestHours * hourMs)
    throw refusal(400, `Maximum allowed duration is ${widestHours} hours`);
  return { startMs, endMs };
}

const wholeHours = (startMs: number, endMs: number) =>
  [Math.floor(startMs / hourMs) * hourMs, Math.ceil(endMs / hourMs) * hourMs] as const;

/** One of the choices, the first of which is the default. @throws Refusal 400 */
function choiceIn<const T extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly [T, ...T[]],
): T {
  const text = query.get(name) ?? choices[0];
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw refusal(400, `invalid value for ${name}: ${text}`);
}

/** In Python's spelling, too, which Go takes for a boolean. @throws Refusal 400 */
function flagIn(query: URLSearchParams, name: string): boolean {
  const choices = ['false', 'true', 'False', 'True', 'FALSE', 'TRUE'] as const;
  return choiceIn(query, name, choices).toLowerCase() === 'true';
}

/** @throws Refusal 400 */
function countIn(query: URLSearchParams, name: string, usual: number): number {
  const text = query.get(name) ?? String(usual);
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw refusal(400, `invalid value for ${name}: ${text}`);
}

/** @throws Refusal 400 */
function timeIn(query: URLSearchParams, name: string, usualMs: number): number {
  const text = query.get(name);
  const ms = text === null ? usualMs : readTime(text);
  if (ms !== null) return ms;
  throw refusal(400, `invalid value for ${name}: ${text}`);
}
