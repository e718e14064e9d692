import { createKeptViews, type KeptViews } from '../../api/kept-views.ts';
import type { SavedView, Session } from '../../api/session.ts';
import { configError } from '../../core/errors.ts';
import type { ChosenValue } from '../../core/facet-count.ts';
import { safeText } from '../../core/safe-text.ts';
import { boundsOf, type TimeSpan } from '../../core/time-span.ts';
import type { Tier } from './criteria.ts';
import { byTime, columnNames, facetFields, type RowOrder } from './store-fields.ts';
import { type Lens, lensMatches } from './store-lens.ts';
import type { Load } from './store-load.ts';
import type { ActivityParts } from './store-parts.ts';
import { type ActivityQuestion, isWide, narrowingOf } from './store-question.ts';

/** The saved views of the profile. Nothing here rejects: failures go to `onNotice`. */
export interface Saved extends Omit<KeptViews, 'save'> {
  /** Saves window, narrowing and order of the screen under a name. */
  save(name: string): void;
  /** @throws ScandeckError `config` for a view that was edited into something else */
  recall(view: SavedView): void;
}

/** What saving works with. */
export interface SavedOptions {
  readonly session: Pick<Session, 'views' | 'activity' | 'clock'>;
  readonly parts: ActivityParts;
  readonly load: Pick<Load, 'show'>;
  readonly onLeave: () => void;
  readonly onNotice: (text: string, tone: 'good' | 'warn') => void;
}

/** Joins the saved views to the parts that they are made of. */
export function createSaved({ session, parts, load, onLeave, onNotice }: SavedOptions): Saved {
  const { clock } = session;
  const kept = createKeptViews({ session, feature: 'registry-activity', onNotice });
  return {
    ...kept,
    save: (name) =>
      kept.save(
        () => {
          const { question, view } = parts.get();
          const { column, descends } = view.order;
          const sort = { field: column, order: descends ? ('DESC' as const) : ('ASC' as const) };
          return { name, criteria: viewOf(question), sort };
        },
        (known) => `": view ${known}"`,
      ),
    recall: (view) => {
      const question = questionOfView(view, clock.now());
      onLeave();
      parts.view({ detail: null, region: 'rows', order: orderOf(view) });
      load.show(question);
    },
  };
}

/** What of a question is worth keeping: where it led, and not the way there. */
function viewOf(question: ActivityQuestion): unknown {
  const { span, tier, query } = question.base;
  const { lens, chosen } = narrowingOf(question);
  return { span, tier, query, lens, chosen };
}

/**
 * The question that a view was saved with. The file may have been edited by hand, and a part that is
 * not understood would silently show other events than the view's.
 *
 * @throws ScandeckError `config`
 */
export function questionOfView(
  { name, criteria }: Pick<SavedView, 'name' | 'criteria'>,
  nowMs: number,
): ActivityQuestion {
  const saved: Readonly<Record<string, unknown>> = Object(criteria);
  const { query = '' } = saved;
  const span = spanIn(saved.span, nowMs);
  const tier = tierIn(saved.tier ?? null);
  const lens = lensIn(saved.lens ?? null);
  const chosen = chosenIn(saved.chosen ?? []);
  const isNarrowing = lens !== undefined && chosen !== null;
  if (span !== null && tier !== undefined && isNarrowing && typeof query === 'string') {
    const narrowing = { lens, chosen };
    const base = { span, tier, query, file: null };
    return { base, trail: isWide(narrowing) ? [] : [narrowing] };
  }
  throw configError(
    `The saved view ${safeText(name, 64)} can't be used: its criteria are not what scandeck writes`,
    'Mend it in views.json beside the config file, or save the view anew.',
  );
}

function spanIn(value: unknown, nowMs: number): TimeSpan | null {
  // Whatever has a span's members and gives two moments in order is one.
  const span = value as TimeSpan;
  try {
    const { sinceMs, untilMs } = boundsOf(span, nowMs);
    return Number.isFinite(sinceMs) && sinceMs < untilMs ? span : null;
  } catch {
    return null;
  }
}

/** @returns undefined for what is no tier */
function tierIn(value: unknown): Tier | null | undefined {
  if (value === null || value === 'archive' || value === 'frequent_search') return value;
  return undefined;
}

const noEvent = { initiator: {}, target: {}, reason: {}, action: '' };

/** @returns undefined for what is no lens */
function lensIn(value: unknown): Lens | null | undefined {
  if (value === null) return null;
  if (typeof value !== 'object') return undefined;
  const lens = value as Lens;
  // A lens that is not known answers nothing at all.
  const answer = lensMatches(lens, noEvent as Parameters<typeof lensMatches>[1]);
  return typeof answer === 'boolean' ? lens : undefined;
}

function chosenIn(value: unknown): readonly ChosenValue[] | null {
  if (!Array.isArray(value)) return null;
  const chosen = value.flatMap((one: unknown): readonly ChosenValue[] => {
    const { field, key }: { field?: unknown; key?: unknown } = Object(one);
    const known = facetFields.find((name) => name === field);
    return known === undefined || typeof key !== 'string' ? [] : [{ field: known, key }];
  });
  return chosen.length === value.length ? chosen : null;
}

function orderOf({ sort }: SavedView): RowOrder {
  const column = columnNames.find((name) => name === sort?.field);
  return column === undefined ? byTime : { column, descends: sort?.order === 'DESC' };
}
