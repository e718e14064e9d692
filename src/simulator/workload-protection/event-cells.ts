import { mix } from '../carbon-black/draws.ts';
import { hash32 } from '../random.ts';
import { keyOf } from './event-id.ts';
import type { Kinds } from './kinds.ts';
import { type CompleteSetting, usualEventsPerSecond } from './setting.ts';
import { type Story, type StoryEvent, storyEventsAt, storyOf, storySeconds } from './stories.ts';

/** The events of one second in the order of their times, a column each. */
export interface EventCell {
  readonly second: number;
  /** Rising, no two equal. */
  readonly keys: Float64Array;
  readonly kinds: Uint16Array;
  /** 32 random bits of each event. */
  readonly noise: Uint32Array;
  /** How many milliseconds after its time an event can be seen. */
  readonly delays: Uint16Array;
  /** 1 for an event that is told twice while it is young. */
  readonly doubled: Uint8Array;
  /** The attack to which an event belongs, by its key. */
  readonly stories: ReadonlyMap<number, StoryEvent>;
}

/** Makes the events of any second. */
export interface EventCells {
  cell(second: number): EventCell;
  /** The same, for who passes by once. */
  passing(second: number): EventCell;
  /** The attack of that time. */
  storyAt(second: number): Story;
  /** How many there are; cheaper than the cell. */
  countOf(second: number): number;
}

/** An event is young, and may be told twice, for this long; none is later than that either. */
export const unsettledSeconds = 45;

/** Events are kept for this long. */
export const keptSeconds = 30 * 86_400;

const keptCells = 150;
const burstEvery = 240;

/** @param startSecond from when on `eventsPerSecond` holds */
export function createEventCells(
  seed: number,
  kinds: Kinds,
  { setting, startSecond }: { setting: CompleteSetting; startSecond: number },
): EventCells {
  const cells = new Map<number, EventCell>();
  const countSeed = hash32(seed, 'events a second');
  const timeSeed = hash32(seed, 'times of events');
  let told: Story | null = null;
  const storyAt = (second: number): Story => {
    const slot = Math.floor(second / storySeconds);
    if (told?.slot !== slot) told = storyOf(seed, slot, kinds.subjects.length);
    return told;
  };
  const storyEvents = (second: number) => storyEventsAt(storyAt(second), second);
  const plainCount = (second: number) => {
    const rate = second < startSecond ? usualEventsPerSecond : setting.eventsPerSecond;
    if (rate === 0) return 0;
    const bits = mix(countSeed, second);
    const whole = Math.floor(rate);
    const count = whole + ((bits >>> 8) / 2 ** 24 < rate - whole ? 1 : 0);
    return count + (rate < 50 && (bits & 0xffff) % burstEvery === 0 ? 8 + (bits >>> 26) : 0);
  };
  const make = (second: number) => {
    const alarms = storyEvents(second);
    const count = plainCount(second);
    const rolled = roll({ cellSeed: mix(timeSeed, second), second, count, alarms });
    return complete(rolled, setting, kinds);
  };
  return {
    storyAt,
    countOf: (second) => plainCount(second) + storyEvents(second).length,
    passing: (second) => cells.get(second) ?? make(second),
    cell: (second) => {
      const known = cells.get(second);
      if (known !== undefined) return known;
      const made = make(second);
      cells.set(second, made);
      if (cells.size > keptCells) cells.delete(cells.keys().next().value ?? second);
      return made;
    },
  };
}

interface Roll {
  readonly cellSeed: number;
  readonly second: number;
  readonly count: number;
  readonly alarms: readonly StoryEvent[];
}

const noStories: ReadonlyMap<number, StoryEvent> = new Map();

interface Rolled {
  readonly second: number;
  readonly cellSeed: number;
  readonly keys: Float64Array;
  readonly stories: ReadonlyMap<number, StoryEvent>;
}

/** The times: some share a nanosecond, those of a burst are microseconds apart. */
function roll({ cellSeed, second, count, alarms }: Roll): Rolled {
  const keys = new Float64Array(count + alarms.length);
  const isBurst = count > 7 && count < 100;
  const burstAt = cellSeed % 900_000_000;
  let nanos = 0;
  for (let index = 0; index < count; index += 1) {
    const bits = mix(cellSeed, index);
    const sharesTime = index > 0 && (bits & 15) === 0;
    if (!sharesTime) nanos = isBurst ? burstAt + (bits % 400_000) : nanosIn(bits, cellSeed);
    keys[index] = keyOf(nanos, mix(bits, 77) % 2 ** 20);
  }
  alarms.forEach(({ key }, index) => {
    keys[count + index] = key;
  });
  if (keys.length > 1) keys.sort();
  return { second, cellSeed, keys, stories: separated(keys, alarms) };
}

/** Some times end in zeros, some are whole seconds. */
function nanosIn(bits: number, cellSeed: number): number {
  const nanos = mix(bits, cellSeed) % 1_000_000_000;
  if ((bits & 0x3f0) === 0) return 0;
  return (bits & 0xf0) === 0x10 ? nanos - (nanos % 1000) : nanos;
}

/** Makes equal keys differ, which would be equal ids. @returns the attacks by key */
function separated(
  keys: Float64Array,
  alarms: readonly StoryEvent[],
): ReadonlyMap<number, StoryEvent> {
  const stories =
    alarms.length === 0 ? noStories : new Map(alarms.map((alarm) => [alarm.key, alarm]));
  for (let index = 1; index < keys.length; index += 1) {
    const before = keys[index - 1] ?? 0;
    if ((keys[index] ?? 0) <= before) keys[index] = before + 1;
  }
  return stories;
}

function complete(rolled: Rolled, setting: CompleteSetting, kinds: Kinds): EventCell {
  const { second, cellSeed, keys, stories } = rolled;
  const { length } = keys;
  const cell = {
    ...{ second, keys, stories },
    kinds: new Uint16Array(length),
    noise: new Uint32Array(length),
    delays: new Uint16Array(length),
    doubled: new Uint8Array(length),
  };
  for (let index = 0; index < length; index += 1) {
    const key = keys[index] ?? 0;
    const noise = mix(mix(cellSeed, key % 2 ** 32), Math.floor(key / 2 ** 32));
    const alarm = stories.get(key);
    cell.noise[index] = noise;
    cell.kinds[index] =
      alarm === undefined
        ? kinds.drawn(mix(noise, 1))
        : kinds.kindOf(alarm.step.rule, alarm.story.subject);
    const lot = mix(noise, 2);
    if (lot < setting.lateShare * 2 ** 32) {
      cell.delays[index] = 1000 + (mix(noise, 3) % (unsettledSeconds * 1000 - 1000));
    }
    if (mix(noise, 4) < setting.doubledShare * 2 ** 32) cell.doubled[index] = 1;
  }
  return cell;
}
