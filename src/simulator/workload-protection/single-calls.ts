import { jsonAnswer, type SimAnswer } from '../exchange.ts';
import { bodyOf, idAt } from './event-body.ts';
import { scopeFields } from './event-fields.ts';
import { placeOf } from './event-id.ts';
import type { EventsService } from './events-service.ts';
import { exactJson } from './exact-answers.ts';

/** `GET /api/v1/secureEvents/status`. */
export const answerStatus = (): SimAnswer => jsonAnswer({});

/** `GET /api/v1/secureEvents/hasEvents`. */
export const answerHasEvents = (): SimAnswer =>
  jsonAnswer({ hasEvents: true, hasLegacyEvents: false });

/** `GET /api/v1/secureEvents/filters`. */
export const answerFilters = (): SimAnswer => jsonAnswer(scopeFields);

/** `GET /api/v1/secureEvents/{eventId}`. @throws Refusal 404 */
export function answerEvent({ archive, kinds, refusals }: EventsService, id: string): SimAnswer {
  const place = placeOf(id);
  const event = place === null ? null : archive.find(place);
  if (event === null || idAt(event) !== id) throw refusals.notFound('event');
  return exactJson(bodyOf(kinds, event));
}
