import type { SimRequest } from '../exchange.ts';
import { type ActivityType, type AuditDraft, activityTypes, draftsAt } from './audit-drafts.ts';
import { type AuditEntry, entryOf } from './audit-entry.ts';
import {
  isEntryField,
  isFirstVersionField,
  isScopeField,
  valuesOfEntry,
  valuesOfFirstVersion,
  valuesOfLabels,
} from './audit-fields.ts';
import type { EventSpan } from './event-archive.ts';
import { type EventPlace, nanosOf } from './event-id.ts';
import type { EventsService } from './events-service.ts';
import { type Predicate, parseFilter } from './filter.ts';
import type { Refusals } from './refusals.ts';

/** Activity is kept for three days. */
const keptSeconds = 3 * 86_400;

/** Which entries a call asks for. */
export interface AuditWish {
  readonly types: readonly ActivityType[];
  readonly fits: (entry: AuditEntry) => boolean;
}

/** The names of types in paths and queries: plural as listed, singular as in the example. */
export function activityTypeOf(word: string): ActivityType | null {
  const named = activityTypes.find((type) => word === type || word === pluralOf(type));
  return named ?? null;
}

const pluralOf = (type: ActivityType) =>
  type === 'fileaccess' ? 'fileaccesses' : type === 'kubernetes' ? type : `${type}s`;

/** Reads `types`, `filter` and `scopeFilter`. @throws Refusal 400 */
export function auditWishIn({ refusals }: EventsService, { query }: SimRequest): AuditWish {
  const words = (query.get('types') ?? '').split(',').filter((word) => word !== '');
  const types = words.map((word) => {
    const type = activityTypeOf(word);
    if (type === null) throw refusals.badRequest();
    return type;
  });
  const filter = filterIn(refusals, query.get('filter'), isEntryField);
  const scope = filterIn(refusals, query.get('scopeFilter'), isScopeField);
  return {
    types: types.length === 0 ? activityTypes : types,
    fits: (entry) => scope(valuesOfLabels(entry)) && filter(valuesOfEntry(entry)),
  };
}

/** Reads the one filter of the first version. @throws Refusal 400 */
export function firstVersionWishIn({ refusals }: EventsService, { query }: SimRequest): AuditWish {
  const filter = filterIn(refusals, query.get('filter'), isFirstVersionField);
  return { types: activityTypes, fits: (entry) => filter(valuesOfFirstVersion(entry)) };
}

function filterIn(
  refusals: Refusals,
  text: string | null,
  isKnown: (field: string) => boolean,
): Predicate {
  const parsed = parseFilter(text ?? '', (field) => {
    if (!isKnown(field)) throw refusals.badRequest();
  });
  if (parsed === null) throw refusals.badRequest();
  return parsed;
}

/** Goes through what happened, newest first (or oldest first), until told that it is enough. */
export function visitActivity(
  service: EventsService,
  { from, to }: EventSpan,
  { wish, step = -1 }: { readonly wish: AuditWish; readonly step?: 1 | -1 },
  each: (entry: AuditEntry, draft: AuditDraft) => boolean,
): void {
  const now = service.now();
  const oldest = Math.max(from.second, Math.floor(now / 1000) - keptSeconds);
  const newest = Math.min(to.second, Math.floor(now / 1000));
  const [first, last] = step === 1 ? [oldest, newest] : [newest, oldest];
  const isInside = ({ second, key }: EventPlace) =>
    (second !== from.second || key >= from.key) &&
    (second !== to.second || key <= to.key) &&
    second * 1000 + nanosOf(key) / 1e6 <= now;
  for (let second = first; (last - second) * step >= 0; second += step) {
    const drafts = draftsAt(service, second);
    for (const draft of step === 1 ? drafts.toReversed() : drafts) {
      if (!wish.types.includes(draft.type) || !isInside(draft.place)) continue;
      const entry = entryOf(draft);
      if (wish.fits(entry) && !each(entry, draft)) return;
    }
  }
}

/** As many entries as fit a page, in the order of the visit. */
export function activityPage(
  service: EventsService,
  span: EventSpan,
  how: { readonly wish: AuditWish; readonly limit: number; readonly step?: 1 | -1 },
): readonly AuditEntry[] {
  const entries: AuditEntry[] = [];
  visitActivity(service, span, how, (entry) => entries.push(entry) < how.limit);
  return entries;
}
