import type { Session } from '../../../../src/api/session.ts';
import { openSession } from '../../../../src/config/session.ts';
import { createActivity } from '../../../../src/core/activity.ts';
import type { ManualClock } from '../../../support/manual-clock.ts';

/** A session whose one source is a log server, with the budgets of a real one. */
export function activitySession(
  url: string,
  clock: ManualClock,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Session> {
  const auth = { type: 'bearer', token: 'env:TOKEN' };
  const config = { profiles: { test: { activityTracking: { url, auth, ...settings } } } };
  const env = { TOKEN: 't' };
  return openSession({ config, profile: 'test', clock, activity: createActivity(), env });
}
