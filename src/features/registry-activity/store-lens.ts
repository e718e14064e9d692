import { actions } from './actions.ts';
import { isDeletion as isGone } from './bursts.ts';
import { type ActivityEvent, fullAction, isRefused, shortAction } from './model.ts';

/** A way to look at the events: what is left, and nothing else. */
export type Lens =
  | { readonly kind: 'failures' }
  | { readonly kind: 'deletions' }
  | { readonly kind: 'changes' }
  | { readonly kind: 'initiator'; readonly id: string | null; readonly name: string | null }
  | {
      readonly kind: 'target';
      readonly id: string | null;
      readonly name: string | null;
      /** The image without tag and digest; null when it is no image. */
      readonly image: string | null;
      readonly digest: string | null;
    }
  | { readonly kind: 'correlation'; readonly id: string }
  | {
      readonly kind: 'burst';
      readonly of: 'deletions' | 'refusals';
      /** The initiator's id, else its name. */
      readonly initiator: string;
      readonly name: string | null;
      /** Epoch milliseconds, both included. */
      readonly fromMs: number;
      readonly toMs: number;
    };

const verbOf = (action: string) => action.slice(action.lastIndexOf('.') + 1);

/** `rm` is what earlier versions of the vendor's document called a deletion. */
const deletingVerbs: ReadonlySet<string> = new Set(['delete', 'bulkdelete', 'untag', 'rm']);

/** Whether an action takes something away: an image, a tag, a signature, a namespace. */
export function isDeletion(action: string): boolean {
  return deletingVerbs.has(verbOf(action));
}

const changingObjects: ReadonlySet<string> = new Set(['namespace', 'exemption']);
const changingVerbs: ReadonlySet<string> = new Set(['create', 'update', 'delete', 'set']);

/** Whether an action changes settings, quotas, policies, or who may do what where. */
export function isSettingChange(action: string): boolean {
  const [object = ''] = shortAction(action).split('.');
  const verb = verbOf(action);
  return verb === 'set' || (changingObjects.has(object) && changingVerbs.has(verb));
}

/** Whether a lens leaves an event. */
export function lensMatches(lens: Lens, event: ActivityEvent): boolean {
  switch (lens.kind) {
    case 'failures':
      return event.outcome === 'failure';
    case 'deletions':
      return isDeletion(event.action);
    case 'changes':
      return isSettingChange(event.action);
    case 'initiator':
      return isBy(lens, event);
    case 'target':
      return isOn(lens, event);
    case 'correlation':
      return event.correlationId === lens.id;
    case 'burst':
      return isOfBurst(lens, event);
  }
}

/** A name stands for its bearer only where the id is not known. */
function isBy(
  lens: { readonly id: string | null; readonly name: string | null },
  { initiator }: ActivityEvent,
): boolean {
  return lens.id === null ? initiator.name === lens.name : initiator.id === lens.id;
}

/**
 * All that is known of one image: the events that carry its digest, and those that know it by this
 * name alone, for a request with a tag may fail before the digest is known (IBM Cloud Container
 * Registry, "Analyzing activity tracking events": target.id). From such an event, the name is all
 * that there is to go by.
 */
function isOn(lens: Lens & { readonly kind: 'target' }, { target }: ActivityEvent): boolean {
  if (lens.id !== null && target.id === lens.id) return true;
  if (lens.name === null || (target.name ?? target.id) !== lens.name) return false;
  return target.image === null ? lens.id === null : lens.digest === null || target.digest === null;
}

function isOfBurst(lens: Lens & { readonly kind: 'burst' }, event: ActivityEvent): boolean {
  const { atMs } = event;
  if (atMs === null || atMs < lens.fromMs || atMs > lens.toMs) return false;
  if ((event.initiator.id ?? event.initiator.name) !== lens.initiator) return false;
  return lens.of === 'refusals' ? isRefused(event) : !isRefused(event) && isGone(event);
}

/** The lens on everything that the initiator of an event did; null when it names none. */
export function lensBy({ initiator }: ActivityEvent): Lens | null {
  const { id, name } = initiator;
  return id === null && name === null ? null : { kind: 'initiator', id, name };
}

/** The lens on everything that was done to the target of an event; null when it names none. */
export function lensOn({ target }: ActivityEvent): Lens | null {
  const { id, image, digest } = target;
  const name = target.name ?? (digest === null ? id : null);
  return id === null && name === null ? null : { kind: 'target', id, name, image, digest };
}

/** The lens on everything with the correlationId of an event; null when it has none. */
export function lensWith({ correlationId }: ActivityEvent): Lens | null {
  return correlationId === null ? null : { kind: 'correlation', id: correlationId };
}

/**
 * Actions that are not in the vendor's tables of events, but in other documents of it: the actions of
 * its access management, and earlier versions of those tables.
 */
const elsewhere: readonly string[] = ['namespace.update', 'image.rm'].map(fullAction);

/** The names of all known actions that fit, for the server: it takes names alone. */
export function actionsThat(fits: (action: string) => boolean): readonly string[] {
  return [...actions.map(({ name }) => name), ...elsewhere].filter(fits);
}
