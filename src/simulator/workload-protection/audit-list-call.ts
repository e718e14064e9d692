import type { SimAnswer, SimRequest } from '../exchange.ts';
import type { AuditEntry } from './audit-entry.ts';
import {
  type AuditWish,
  activityPage,
  auditWishIn,
  firstVersionWishIn,
  visitActivity,
} from './audit-search.ts';
import { cursorText, readCursor } from './cursor.ts';
import { after, before, type EventSpan } from './event-archive.ts';
import { placeOf, stampedId } from './event-id.ts';
import type { EventsService } from './events-service.ts';
import { exactPage } from './exact-answers.ts';
import { limitIn, type TimeWindow, windowIn } from './time-window.ts';

const mostEntries = 9999;
/** The total counts no further; of a cursor's side, no further than some pages. */
const mostCounted = 10_000;
const mostPagesCounted = 4;

interface Wish extends AuditWish {
  readonly limit: number;
}

/** `GET /api/v2/activityAudit/events`. @throws Refusal 400 */
export function answerAuditList(service: EventsService, request: SimRequest): SimAnswer {
  return answerWish(service, request, auditWishIn(service, request));
}

/** `GET /api/v1/activityAudit/events`: not documented, but what Sysdig's own client calls. @throws Refusal 400 */
export function answerFirstVersionList(service: EventsService, request: SimRequest): SimAnswer {
  return answerWish(service, request, firstVersionWishIn(service, request));
}

function answerWish(service: EventsService, request: SimRequest, asked: AuditWish): SimAnswer {
  const { refusals } = service;
  const limit = limitIn(request, refusals, { usual: 100, most: mostEntries });
  const wish = { ...asked, limit };
  const window = windowIn(request, refusals);
  const cursorWord = request.query.get('cursor');
  if ((window === null) === (cursorWord === null)) throw refusals.badRequest();
  if (window !== null) return windowPage(service, window, wish);
  const cursor = readCursor(cursorWord ?? '');
  if (cursor === null || cursor.towards === 'around') throw refusals.badRequest();
  if (cursor.towards === 'older') return olderPage(service, before(cursor.place), wish);
  return newerPage(service, after(cursor.place), wish);
}

function windowPage(service: EventsService, { span, toNs }: TimeWindow, wish: Wish): SimAnswer {
  const data = activityPage(service, span, { wish, limit: wish.limit });
  const end = stampedId(Number(toNs / 1_000_000n), 0, 0);
  return answerOf(
    service,
    { data, span, wish, most: mostCounted },
    {
      prev: cursorText('older', data.at(-1)?.id ?? end),
      next: cursorText('newer', data[0]?.id ?? end),
    },
  );
}

function olderPage(service: EventsService, span: EventSpan, wish: Wish): SimAnswer {
  const data = activityPage(service, span, { wish, limit: wish.limit });
  return answerOf(
    service,
    { data, span, wish, most: besideOf(wish) },
    besides(service, data, wish),
  );
}

function newerPage(service: EventsService, span: EventSpan, wish: Wish): SimAnswer {
  const data = activityPage(service, span, { wish, limit: wish.limit, step: 1 }).toReversed();
  return answerOf(
    service,
    { data, span, wish, most: besideOf(wish) },
    besides(service, data, wish),
  );
}

/** Clients walk days of activity in pages of 50: counting all of it each time would take seconds. */
const besideOf = ({ limit }: Wish) => Math.min(mostCounted, mostPagesCounted * limit);

/** Each cursor is there only if something is. */
function besides(service: EventsService, data: readonly AuditEntry[], wish: Wish) {
  const [newest, oldest] = [data[0], data.at(-1)];
  const has = (side: EventSpan) => activityPage(service, side, { wish, limit: 1 }).length > 0;
  const placeIn = ({ id }: AuditEntry) => placeOf(id) ?? { second: 0, key: 0 };
  return {
    ...(oldest && has(before(placeIn(oldest))) ? { prev: cursorText('older', oldest.id) } : {}),
    ...(newest && has(after(placeIn(newest))) ? { next: cursorText('newer', newest.id) } : {}),
  };
}

function answerOf(
  service: EventsService,
  found: { data: readonly AuditEntry[]; span: EventSpan; wish: Wish; most: number },
  cursors: Readonly<Record<string, string>>,
): SimAnswer {
  const { data, span, wish, most } = found;
  let total = data.length;
  if (data.length === wish.limit) {
    total = 0;
    visitActivity(service, span, { wish }, () => ++total < most);
  }
  return exactPage({ total, ...cursors }, data);
}
