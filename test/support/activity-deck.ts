import { keymap } from '../../src/features/registry-activity/keymap.ts';
import { openWith } from '../../src/features/registry-activity/pane.tsx';
import { type Driver, openDeck } from './driver.ts';
import { fakeSession } from './fake-session.ts';
import type { ManualClock } from './manual-clock.ts';
import {
  type ScriptedActivity,
  type ScriptedAnswers,
  scriptedActivity,
} from './scripted-activity.ts';

/** A deck with the Activity pane alone, over a scripted source. */
export interface ActivityDeck extends Driver {
  readonly clock: ManualClock;
  readonly activity: ScriptedActivity;
}

/** Opens it; the clock begins at 12:03:41Z, and the first listing has been answered. */
export async function openActivityDeck(
  answers: ScriptedAnswers = {},
  [columns, rows]: readonly [number, number] = [120, 40],
): Promise<ActivityDeck> {
  const session = fakeSession({ sources: ['activityTracking'] });
  const { clock } = session;
  const activity = scriptedActivity(clock.now, answers);
  const feature = {
    id: 'registry-activity',
    slot: 5,
    title: 'Activity',
    source: 'activityTracking',
    vendor: 'IBM Cloud Logs',
    question: 'Who pushed, pulled, deleted or inspected which image?',
    keymap,
    commands: [],
    pane: async () => ({
      open: (host: Parameters<typeof openWith>[0]) => openWith(host, activity),
    }),
  } as const;
  const deck = await openDeck({ columns, rows, clock, features: [feature], session });
  await deck.advance(100);
  return { ...deck, clock, activity };
}
