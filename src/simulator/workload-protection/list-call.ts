import type { SimAnswer, SimRequest } from '../exchange.ts';
import { type Cursor, cursorText, readCursor } from './cursor.ts';
import { after, before, type EventSpan, type WantedKinds } from './event-archive.ts';
import { bodyOf, type EventRef, idAt } from './event-body.ts';
import { stampedId } from './event-id.ts';
import { type EventsService, wantedIn } from './events-service.ts';
import { exactPage } from './exact-answers.ts';
import { limitIn, windowIn } from './time-window.ts';

const usualLimit = 100;
const mostEvents = 999;
/** A cursor's total counts no further; what lies on its side has no other end. */
const mostCounted = 10_000;

interface Wish {
  readonly limit: number;
  readonly wanted: WantedKinds;
}

/** What a page says of what lies beside it. */
interface Page {
  readonly total: number;
  readonly prev?: string;
  readonly next?: string;
}

/** `GET /api/v1/secureEvents`. @throws Refusal 400, 422 */
export function answerList(service: EventsService, request: SimRequest): SimAnswer {
  const { refusals } = service;
  const limit = limitIn(request, refusals, { usual: usualLimit, most: mostEvents });
  const window = windowIn(request, refusals);
  const cursorWord = request.query.get('cursor');
  if ((window === null) === (cursorWord === null)) throw refusals.badRequest();
  const wish = { limit, wanted: wantedIn(service, request) };
  if (window !== null) return windowPage(service, window.span, { ...wish, toNs: window.toNs });
  const cursor = readCursor(cursorWord ?? '');
  if (cursor === null || isForgotten(service, cursor)) throw refusals.badRequest();
  return cursorPage(service, cursor, wish);
}

const isForgotten = ({ now, setting }: EventsService, { place }: Cursor) =>
  place.second * 1000 < now() - setting.cursorLifeMs;

/** Both cursors are always there, whether or not anything is. */
function windowPage(
  service: EventsService,
  span: EventSpan,
  { toNs, ...wish }: Wish & { readonly toNs: bigint },
): SimAnswer {
  const rows = service.archive.newestOf(span, wish);
  const [newest, oldest] = [rows[0], rows.at(-1)];
  const end = stampedId(Number(toNs / 1_000_000n), 0, 0);
  return answerOf(service, rows, {
    total: rows.length < wish.limit ? rows.length : service.archive.count(span, wish.wanted),
    prev: cursorText('older', oldest === undefined ? end : idAt(oldest)),
    next: cursorText('newer', newest === undefined ? end : idAt(newest)),
  });
}

/** No window holds here, and each cursor is there only if something is. */
function cursorPage(service: EventsService, cursor: Cursor, wish: Wish): SimAnswer {
  const { archive } = service;
  const span = cursor.towards === 'newer' ? after(cursor.place) : before(cursor.place);
  const rows =
    cursor.towards === 'around' ? around(service, cursor, wish) : pageBeside(service, cursor, wish);
  const [newest, oldest] = [rows[0], rows.at(-1)];
  const has = (side: EventSpan) => archive.newestOf(side, { ...wish, limit: 1 }).length > 0;
  const hasOlder = has(before(oldest === undefined ? cursor.place : placeIn(oldest)));
  const hasNewer = newest !== undefined && has(after(placeIn(newest)));
  const repeats = service.setting.exhaustedNext === 'repeated';
  const prevId = oldest === undefined ? null : idAt(oldest);
  return answerOf(service, rows, {
    total: Math.max(rows.length, archive.countUpTo(mostCounted, span, wish.wanted)),
    ...(hasOlder && prevId !== null ? { prev: cursorText('older', prevId) } : {}),
    ...(newest !== undefined && (hasNewer || repeats)
      ? { next: cursorText('newer', idAt(newest)) }
      : {}),
  });
}

/** What lies on the cursor's side; of what is newer, which end comes first is a setting. */
function pageBeside(
  { archive, setting }: EventsService,
  { towards, place }: Cursor,
  wish: Wish,
): readonly EventRef[] {
  if (towards === 'older') return archive.newestOf(before(place), wish);
  if (setting.nextPage === 'newest') return archive.newestOf(after(place), wish);
  return archive.oldestOf(after(place), wish).toReversed();
}

/** The event in the middle of its page. */
function around({ archive }: EventsService, { place }: Cursor, wish: Wish): readonly EventRef[] {
  const half = Math.max(1, Math.floor(wish.limit / 2));
  const newer = archive.oldestOf(after(place), { ...wish, limit: half }).toReversed();
  const itself = archive.newestOf({ from: place, to: place }, { ...wish, limit: 1 });
  const rows = [...newer, ...itself, ...archive.newestOf(before(place), wish)];
  return rows.slice(0, wish.limit);
}

const placeIn = ({ cell, index }: EventRef) => ({
  second: cell.second,
  key: cell.keys[index] ?? 0,
});

function answerOf({ kinds }: EventsService, rows: readonly EventRef[], page: Page): SimAnswer {
  return exactPage(
    page,
    rows.map((row) => bodyOf(kinds, row)),
  );
}
