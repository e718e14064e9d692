import type { Session } from '../../api/session.ts';
import type { EventsSource } from './events-source.ts';
import { auditCalls, eventCalls, imageCalls, openApi } from './source-calls.ts';

/** Creates a source; nothing is asked, and no client is made, before its first call. */
export function createEventsSource(session: Session): EventsSource {
  const api = openApi(session);
  return { ...eventCalls(session, api), ...auditCalls(api), ...imageCalls(api) };
}
