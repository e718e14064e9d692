import type { SimRequest } from '../exchange.ts';
import { type EventSpan, spanOf } from './event-archive.ts';
import type { Refusals } from './refusals.ts';
import { twoWeeksMs } from './setting.ts';

/** A window in nanoseconds since the Unix epoch, both ends included. */
export interface TimeWindow {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly span: EventSpan;
}

const widestNs = BigInt(twoWeeksMs) * 1_000_000n;

/**
 * Reads `from` and `to`.
 *
 * @returns null without either of them
 * @throws Refusal 400 for one alone, other forms, and windows that are turned round or too wide
 */
export function windowIn({ query }: SimRequest, refusals: Refusals): TimeWindow | null {
  const [from, to] = [query.get('from'), query.get('to')];
  if (from === null && to === null) return null;
  if (!isNanos(from) || !isNanos(to)) throw refusals.badRequest();
  const [fromNs, toNs] = [BigInt(from), BigInt(to)];
  if (fromNs > toNs || toNs - fromNs > widestNs) throw refusals.badRequest();
  return { fromNs, toNs, span: spanOf(fromNs, toNs) };
}

/** As `windowIn`, for calls that can't do without. @throws Refusal 400 */
export function requiredWindow(request: SimRequest, refusals: Refusals): TimeWindow {
  const window = windowIn(request, refusals);
  if (window === null) throw refusals.badRequest();
  return window;
}

const isNanos = (text: string | null): text is string => text !== null && /^\d{1,19}$/.test(text);

/** A whole number in the query. @throws Refusal 400 outside its bounds */
export function limitIn(
  { query }: SimRequest,
  refusals: Refusals,
  { name = 'limit', usual, most }: { name?: string; usual: number; most: number },
): number {
  const text = query.get(name) ?? String(usual);
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > most) throw refusals.badRequest();
  return limit;
}
