import type { CatalogueImage } from '../catalogue.ts';
import type { ActionName, AdvisorStatus } from './action-facts.ts';
import type { Actor } from './actors.ts';
import type { Draws } from './draws.ts';

/** What an action was done to. */
export type DraftTarget =
  | {
      readonly kind: 'image';
      readonly image: CatalogueImage;
      /** How the request named it. */
      readonly by: 'tag' | 'digest';
      /** Whether the request came as far as to learn the tag's digest. */
      readonly resolved: boolean;
    }
  | {
      readonly kind: 'namespace';
      readonly name: string;
      /** Old namespaces, from before IAM, have none. */
      readonly hasGroup: boolean;
    }
  | { readonly kind: 'account'; readonly region: string };

/** What came of it, when it was not plain success. */
export interface DraftEnd {
  readonly outcome: 'pending' | 'failure';
  readonly code: number;
  readonly reason?: string;
}

/** An event before it is written out. */
export interface Draft {
  /** Milliseconds after the scene's beginning. */
  readonly after: number;
  readonly action: ActionName;
  readonly actor: Actor;
  readonly target: DraftTarget;
  readonly end?: DraftEnd | undefined;
  /** What the advisor says, for the actions that tell it. */
  readonly status?: AdvisorStatus;
  /** Events of one request share it. */
  readonly correlationId: string;
}

/** Notes what an actor does, one thing after the other. */
export interface Script {
  readonly drafts: readonly Draft[];
  /** One thing more, `gapMs` after the last at the most. */
  does(action: ActionName, target: DraftTarget, rest?: ScriptEntry): void;
}

/** What is special about an entry. */
export interface ScriptEntry extends Partial<Omit<Draft, 'after' | 'action' | 'target'>> {
  readonly gapMs?: number;
}

const usualGapMs = 9000;

/** An empty script. */
export function createScript(draws: Draws, actor: Actor): Script {
  const drafts: Draft[] = [];
  let after = 0;
  return {
    drafts,
    does: (action, target, { gapMs = usualGapMs, ...rest } = {}) => {
      after += draws.between(Math.ceil(gapMs / 8), gapMs);
      drafts.push({ after, action, actor, target, correlationId: draws.uuid(), ...rest });
    },
  };
}

/** An image as it was asked for by its tag. */
export const byTag = (image: CatalogueImage): DraftTarget => ({
  ...{ kind: 'image', image, by: 'tag', resolved: true },
});

/** An image as it was asked for by its digest. */
export const byDigest = (image: CatalogueImage): DraftTarget => ({
  ...{ kind: 'image', image, by: 'digest', resolved: true },
});

/** A tag that was refused before it was looked up. */
export const unresolved = (image: CatalogueImage): DraftTarget => ({
  ...{ kind: 'image', image, by: 'tag', resolved: false },
});

/** The whole account in a region. */
export const account = (region = 'us-south'): DraftTarget => ({ kind: 'account', region });
