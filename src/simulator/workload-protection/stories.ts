import { hash32 } from '../random.ts';
import { keyOf } from './event-id.ts';

/** A step of an attack: an alarm of a rule. */
export interface StoryStep {
  readonly rule: string;
  /** Seconds after the attack's first step. */
  readonly after: number;
}

/** An attack: one container is entered, and one thing follows from the other. */
export interface Story {
  /** Its number, counted in time from the epoch on. */
  readonly slot: number;
  /** Its first second. */
  readonly startsAt: number;
  readonly subject: number;
  readonly steps: readonly StoryStep[];
}

const plots: readonly (readonly StoryStep[])[] = [
  [
    { rule: 'Attach/Exec Pod', after: 0 },
    { rule: 'Terminal shell in container', after: 1 },
    { rule: 'Launch Package Management Process in Container', after: 19 },
    { rule: 'Outbound Connection to C2 Servers', after: 47 },
    { rule: 'Write below etc', after: 63 },
    { rule: 'Read sensitive file untrusted', after: 80 },
  ],
  [
    { rule: 'Redirect STDOUT/STDIN to Network Connection in Container', after: 0 },
    { rule: 'Redirect STDOUT/STDIN to Network Connection in Container', after: 0 },
    { rule: 'Binary Drift Detected', after: 14 },
    { rule: 'Detect crypto miners using the Stratum protocol', after: 31 },
    { rule: 'Clear Log Activities', after: 52 },
  ],
  [
    { rule: 'Attach/Exec Pod', after: 0 },
    { rule: 'Terminal shell in container', after: 2 },
    { rule: 'Read sensitive file untrusted', after: 11 },
    { rule: 'Contact K8S API Server From Container', after: 24 },
    { rule: 'Malware Detected', after: 40 },
    { rule: 'Write below etc', after: 41 },
  ],
];

const longestPlot = Math.max(...plots.flat().map(({ after }) => after));
const none: readonly StoryEvent[] = [];

/** Every seven minutes something happens. */
export const storySeconds = 420;
const latestStart = 240;

/** The attack of a slot of `storySeconds`; it ends within the slot. */
export function storyOf(seed: number, slot: number, subjects: number): Story {
  const hash = (name: string) => hash32(seed, 'story', slot, name);
  return {
    slot,
    startsAt: slot * storySeconds + (hash('start') % latestStart),
    subject: hash('subject') % subjects,
    steps: plots[hash('plot') % plots.length] ?? [],
  };
}

/** A step as an event of a second. */
export interface StoryEvent {
  readonly story: Story;
  readonly step: StoryStep;
  readonly key: number;
}

/** The story events of a second, mostly none. */
export function storyEventsAt(story: Story, second: number): readonly StoryEvent[] {
  const offset = second - story.startsAt;
  if (offset < 0 || offset > longestPlot) return none;
  return story.steps.flatMap((step, index) => {
    if (step.after !== offset) return [];
    // Steps of one second are microseconds apart, as the agent sees them.
    const nanos = (hash32(story.slot, offset) % 900_000_000) + index * 9327;
    return [{ story, step, key: keyOf(nanos, hash32(story.slot, index) % 2 ** 20) }];
  });
}
