import { keymap } from '../../src/features/secure-events/keymap.ts';
import { openWith } from '../../src/features/secure-events/pane.tsx';
import { type Driver, openDeck } from './driver.ts';
import { fakeSession } from './fake-session.ts';
import type { ManualClock } from './manual-clock.ts';
import { type ScriptedAnswers, type ScriptedEvents, scriptedEvents } from './scripted-events.ts';

/** A deck with the Events pane alone, over a scripted source. */
export interface EventsDeck extends Driver {
  readonly clock: ManualClock;
  readonly events: ScriptedEvents;
}

/** Opens it; the clock begins at 12:03:41Z. */
export async function openEventsDeck(
  answers: ScriptedAnswers = {},
  [columns, rows]: readonly [number, number] = [120, 40],
): Promise<EventsDeck> {
  const session = fakeSession({ sources: ['workloadProtection'] });
  const { clock } = session;
  const events = scriptedEvents(clock.now, answers);
  const feature = {
    id: 'secure-events',
    slot: 4,
    title: 'Events',
    source: 'workloadProtection',
    vendor: 'IBM Cloud Workload Protection',
    question: 'What is happening at runtime, and what did that process do?',
    keymap,
    commands: [],
    pane: async () => ({
      open: (host: Parameters<typeof openWith>[0]) => openWith(host, events.source),
    }),
  } as const;
  const deck = await openDeck({ columns, rows, clock, features: [feature], session });
  return { ...deck, clock, events };
}
