import type { SimAnswer, SimRequest } from '../exchange.ts';
import type { PathValues } from '../router.ts';
import { type ActivityType, type AuditDraft, activityTypes } from './audit-drafts.ts';
import { type AuditEntry, isTraceable } from './audit-entry.ts';
import { activityTypeOf, auditWishIn, visitActivity } from './audit-search.ts';
import { type EventPlace, placeOf, timeOf } from './event-id.ts';
import type { EventsService } from './events-service.ts';
import { exactJson } from './exact-answers.ts';
import { notTraceable } from './refusals.ts';
import { storySeconds } from './stories.ts';
import { type Point, stepsOf } from './time-series-call.ts';
import { limitIn, requiredWindow } from './time-window.ts';

/** `GET /api/v2/activityAudit/summary`. @throws Refusal 400 */
export function answerAuditSummary(service: EventsService, request: SimRequest): SimAnswer {
  const window = requiredWindow(request, service.refusals);
  const wish = auditWishIn(service, request);
  const { step, starts } = stepsOf(window);
  const values = new Map(wish.types.map((type) => [type, starts.map((at): Point => [at, 0])]));
  visitActivity(service, window.span, { wish }, (_entry, { type, place }) => {
    const points = values.get(type) ?? [];
    const index = Number((timeOf(place) - (starts[0] ?? 0n)) / step);
    const [at, count] = points[index] ?? [0n, 0];
    points[index] = [at, count + 1];
    return true;
  });
  return exactJson([{ values: Object.fromEntries(values), step }]);
}

interface Found {
  readonly entry: AuditEntry;
  readonly draft: AuditDraft;
}

/** `GET /api/v2/activityAudit/events/{type}/{eventId}`. @throws Refusal 400, 404 */
export function answerAuditEvent(
  service: EventsService,
  request: SimRequest,
  values: PathValues,
): SimAnswer {
  const { entry } = find(service, values);
  const names = metricsIn(service, request);
  if (names === null) return exactJson(entry);
  const told = names.map((name) => [name, entry.labels[name] ?? null]);
  return exactJson({ ...entry, metrics: Object.fromEntries(told) });
}

/** The list of metrics; null without one. @throws Refusal 400 */
function metricsIn({ refusals }: EventsService, { query }: SimRequest): readonly string[] | null {
  const text = query.get('metrics');
  if (text === null) return null;
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list.map(String);
  } catch {
    // Refused below, like a list that is none.
  }
  throw refusals.badRequest();
}

/** `GET /api/v2/activityAudit/events/{type}/{eventId}/trace`. @throws Refusal 400, 404, 422 */
export function answerAuditTrace(
  service: EventsService,
  request: SimRequest,
  values: PathValues,
): SimAnswer {
  const limit = limitIn(request, service.refusals, { usual: 100, most: 9999 });
  const { draft } = find(service, values);
  if (!isTraceable(draft)) throw notTraceable();
  const from = { second: draft.place.second - 5, key: 0 };
  const to = { second: draft.place.second + storySeconds, key: 0 };
  const data: AuditEntry[] = [];
  const wish = { types: activityTypes, fits: () => true };
  visitActivity(service, { from, to }, { wish, step: 1 }, (entry, { shell }) => {
    if (shell === draft.shell) data.push(entry);
    return data.length < limit;
  });
  return exactJson({ data });
}

/** The entry of a path. @throws Refusal 400 for an unknown type, 404 for an unknown id */
function find(service: EventsService, { type: word = '', id = '' }: PathValues): Found {
  const type = activityTypeOf(word);
  if (type === null) throw service.refusals.badRequest();
  const place = placeOf(id);
  const found = place === null ? null : entryAt(service, type, { place, id });
  if (found === null) throw service.refusals.notFound('audit event');
  return found;
}

function entryAt(
  service: EventsService,
  type: ActivityType,
  { place, id }: { readonly place: EventPlace; readonly id: string },
): Found | null {
  let found: Found | null = null;
  const wish = { types: [type], fits: (entry: AuditEntry) => entry.id === id };
  visitActivity(service, { from: place, to: place }, { wish }, (entry, draft) => {
    found = { entry, draft };
    return false;
  });
  return found;
}
