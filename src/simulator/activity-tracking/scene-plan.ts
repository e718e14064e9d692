import type { CatalogueImage } from '../catalogue.ts';
import { hash32 } from '../random.ts';
import { changeAccount, changeNamespaces } from './admin-scenes.ts';
import type { Draft } from './drafts.ts';
import { createDraws } from './draws.ts';
import {
  cleanUp,
  deletionBurst,
  lookAndPull,
  pushAndSign,
  readAdvice,
  refused,
  rollOut,
  type Scene,
} from './scenes.ts';

/** Time is divided into slots; a scene takes less than one and so ends in the next at the latest. */
export const slotMs = 300_000;

/** The plan repeats itself after two hours, with other people and images. */
const slotsOfRound = 24;

/** A scene that is played. */
export interface PlayedScene {
  /** Epoch milliseconds. */
  readonly startsAt: number;
  readonly drafts: readonly Draft[];
  /** For what is drawn for each event: it is the scene's own. */
  readonly key: string;
}

/** Tells the scenes that begin in a slot: a pure function of the seed and the slot. */
export type ScenePlan = (slot: number) => readonly PlayedScene[];

/** @param busyness how many times as many pushes and pulls there are as usual */
export function createScenePlan(
  seed: number,
  images: readonly CatalogueImage[],
  busyness: number,
): ScenePlan {
  const oldImages = images.filter(({ repo }, index) => images[index - 1]?.repo === repo);
  const phase = hash32(seed, 'activity', 'phase') % slotsOfRound;
  return (slot) => {
    const scenes = scenesOf(
      (((slot + phase) % slotsOfRound) + slotsOfRound) % slotsOfRound,
      busyness,
    );
    return scenes.map((scene, index) => {
      const key = `${seed} ${slot} ${index}`;
      const draws = createDraws('scene', key);
      const startsAt = slot * slotMs + draws.between(0, slotMs - 1);
      return { startsAt, key, drafts: scene({ draws, images, oldImages }) };
    });
  };
}

function scenesOf(turn: number, busyness: number): readonly Scene[] {
  const count = Math.max(0, Math.round(busyness));
  const scenes: Scene[] = [];
  for (let copy = 0; copy < count; copy += 1) scenes.push(pushAndSign, rollOut);
  if (turn % 2 === 0) scenes.push(lookAndPull);
  if (turn % 3 === 1) scenes.push(readAdvice);
  if (turn % 8 === 6) scenes.push(refused);
  if (turn % 12 === 5) scenes.push(cleanUp);
  if (turn === 11) scenes.push(deletionBurst);
  if (turn === 3) scenes.push(changeAccount);
  if (turn === 15) scenes.push(changeNamespaces);
  return scenes;
}
