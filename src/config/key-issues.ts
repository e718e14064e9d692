import * as z from 'zod';
import { safeText } from '../core/safe-text.ts';
import type { Issue } from './check.ts';

/** What is wrong with the keys of one binding. */
export interface KeyProblem {
  readonly id: string;
  /** The key that is wrong; null when the id is. */
  readonly key: string | null;
  /** What is wrong with it, to be read after its name. */
  readonly what: string;
  readonly instead: string;
}

/** Judges remapped keys, by binding id. Ids and keys are the deck's, which knows them alone. */
export type KeyCheck = (keys: Readonly<Record<string, readonly string[]>>) => readonly KeyProblem[];

const keysPath = ['preferences', 'keys'] as const;

const holdsKeys = z.object({
  preferences: z.object({ keys: z.record(z.string(), z.unknown()) }),
});

const keyList = z.array(z.string().min(1));

/** Finds what is wrong with remapped keys, as far as they are lists of keys at all. */
export function keyIssues(written: unknown, check: KeyCheck): readonly Issue[] {
  const parsed = holdsKeys.safeParse(written);
  if (!parsed.success) return [];
  const keys = Object.entries(parsed.data.preferences.keys).flatMap(
    ([id, value]): [string, readonly string[]][] => {
      const list = keyList.safeParse(value);
      return list.success ? [[id, list.data]] : [];
    },
  );
  const byId = Object.fromEntries(keys);
  return check(byId).map(({ id, key, what, instead }): Issue => {
    const message = safeText(`${what}; ${instead}`);
    const path = [...keysPath, id];
    if (key === null) return { path, message, kind: 'key' };
    const index = byId[id]?.indexOf(key) ?? 0;
    return { path, place: [...path, index], message, kind: 'value' };
  });
}
