import { maxQueryRows, maxWindowMs } from '../../api/activity-tracking/endpoints.ts';
import { poll } from '../../core/poll.ts';
import type { ListParts } from './list.ts';
import { compileMatch } from './match.ts';
import { createPace } from './pace.ts';
import { queryText } from './query-text.ts';
import type { Stretch } from './stretch.ts';
import type { TailEvent, TailOptions } from './tail-batch.ts';
import {
  cursorOf,
  dueSweep,
  freshStretch,
  moveTo,
  startState,
  type TailState,
  takeNew,
} from './tail-state.ts';
import { createWalk, type Walk, type WalkStep } from './walk.ts';
import { askWindow, type Selection } from './window.ts';

const usualMs = 15_000;
const mostRows = 12_000;

/**
 * Follows events until the signal is aborted. There is no call of the vendor's that does so: each poll
 * asks for the time since the last one, and looks back for what came late.
 *
 * @throws ScandeckError `usage` for criteria that make no query
 */
export async function* followEvents(
  parts: ListParts,
  options: TailOptions,
): AsyncGenerator<TailEvent> {
  const { client, clock, note } = parts;
  const { criteria, signal, cursor = null, sinceMs } = options;
  const tier = criteria.tier ?? cursor?.tier ?? (await note.tier());
  const query = queryText(criteria, parts.applicationName);
  const cap = Math.min(mostRows, maxQueryRows[tier]);
  const selection: Selection = {
    ...{ client, text: query, tier, cap, signal, tries: 1 },
    matches: compileMatch(criteria),
  };
  const state = startState({ sinceMs, query, tier, nowMs: clock.now() }, cursor);
  const pace = createPace(client, options.intervalMs ?? usualMs);
  const walker = createWalker(state, selection, () => clock.now());
  const polls = poll({
    ...{ clock, signal, maxBackoffMs: 120_000 },
    ...(options.random && { random: options.random }),
    ...(options.nudge && { nudge: options.nudge }),
    intervalMs: () => pace.intervalMs(walker.isBusy() ? 'catching-up' : 'live'),
    ask: async () => {
      try {
        const step = await walker.step();
        pace.succeeded();
        return step;
      } catch (error) {
        pace.failed(error);
        throw error;
      }
    },
  });
  for await (const event of polls) {
    if (event.kind === 'failure') yield event;
    else yield batchOf(state, event, { walker, pace });
  }
}

type Walker = ReturnType<typeof createWalker>;

/** A step, and whether it was one of what is new, rather than of a second look. */
type TailStep = { readonly step: WalkStep | null; readonly isFresh: boolean };

/**
 * Goes on with what the last poll left, else begins the next. A second look at older time takes its
 * turns between polls, so that it never holds up what is new.
 */
function createWalker(state: TailState, selection: Selection, now: () => number) {
  let fresh: Walk | null = null;
  let sweep: Walk | null = null;
  let freshAtMs = Number.NEGATIVE_INFINITY;
  const walk = (stretch: Stretch) =>
    createWalk({
      ...{ ...stretch, cap: selection.cap, order: 'oldest-first', maxSpanMs: maxWindowMs },
      ask: (window) => askWindow(selection, window),
    });
  const next = () => {
    const isDue = sweep === null || now() - freshAtMs >= usualMs;
    if (fresh !== null || !isDue) return;
    freshAtMs = now();
    fresh = walk(freshStretch(state, now()));
  };
  return {
    state: (): 'live' | 'catching-up' => (fresh === null ? 'live' : 'catching-up'),
    isBusy: () => fresh !== null || sweep !== null,
    step: async (): Promise<TailStep> => {
      next();
      const isFresh = fresh !== null;
      const step = (await (fresh ?? sweep)?.step()) ?? null;
      if (fresh?.remaining() === null) fresh = null;
      if (sweep?.remaining() === null) sweep = null;
      const due = fresh === null && sweep === null ? dueSweep(state, now()) : null;
      if (due !== null) sweep = walk(due);
      return { step, isFresh };
    },
  };
}

function batchOf(
  state: TailState,
  { at, value: { step, isFresh } }: { readonly at: number; readonly value: TailStep },
  { walker, pace }: { readonly walker: Walker; readonly pace: ReturnType<typeof createPace> },
): TailEvent {
  const answer = step?.kind === 'window' ? step.answer : null;
  const nothing = { items: [], undecodable: 0, added: [] };
  const { items, undecodable, added } = answer === null ? nothing : takeNew(state, answer);
  state.hasRows ||= (answer?.rows ?? 0) > 0;
  if (isFresh && step?.kind === 'window') moveTo(state, step.window.toMs);
  const now = walker.state();
  const pacing = walker.isBusy() ? 'catching-up' : 'live';
  return {
    kind: 'batch',
    ...{ items, tier: state.tier, at, state: now },
    undecodable,
    warnings: answer?.warnings ?? [],
    cursor: cursorOf(state, added),
    nextAt: at + pace.intervalMs(pacing),
    why: pace.why(pacing),
    tryArchive: !state.hasRows && now === 'live' && state.tier === 'frequent_search',
    incomplete: answer !== null && answer.cut !== null,
  };
}
