import { hash } from 'node:crypto';
import type { ActivityEvent } from './model.ts';

/**
 * An id for an event that came without one: made of what tells it from others, so that however it is
 * wrapped and written, it is the same.
 */
export function contentId(event: Omit<ActivityEvent, 'id'>): string {
  const { initiator, target, reason } = event;
  const parts = [
    ...[event.at, event.action, event.outcome, reason.code, event.correlationId, event.account],
    ...[event.region, initiator.id, initiator.name, initiator.address, target.id, target.name],
    event.message,
  ];
  return hash('sha1', JSON.stringify(parts)).slice(0, 32);
}
