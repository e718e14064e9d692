import type { Stretch } from './stretch.ts';
import type { WindowAnswer } from './window.ts';

/** What a walk has to know of an answer. */
export type WalkAnswer = Pick<WindowAnswer, 'rows' | 'cut' | 'warnings' | 'limit'>;

/** One query of a walk. */
export type WalkStep<Answer extends WalkAnswer = WindowAnswer> =
  | { readonly kind: 'window'; readonly window: Stretch; readonly answer: Answer }
  /** The result was cut; the same place is asked for again, with a shorter window. */
  | { readonly kind: 'split'; readonly window: Stretch };

/** Goes through a stretch of time window by window, each whole before the next. */
export interface Walk<Answer extends WalkAnswer = WindowAnswer> {
  /** Asks once; null when the end was reached. After a failure it asks for the same window. */
  step(): Promise<WalkStep<Answer> | null>;
  /** What was not walked yet; null at the end. */
  remaining(): Stretch | null;
}

/** What a walk works with. */
export interface WalkOptions<Answer extends WalkAnswer = WindowAnswer> extends Stretch {
  readonly order: 'oldest-first' | 'newest-first';
  /** Rows at which an answer counts as cut. */
  readonly cap: number;
  readonly maxSpanMs: number;
  readonly ask: (stretch: Stretch) => Promise<Answer>;
}

/** Nobody's limit of rows is so low: fewer were not cut, whatever the vendor says. */
const lowestLimit = 100;

/** What is told where the vendor says of each result that it was cut. */
export const doubtedCut =
  'the log service says that even small results were cut at its limit of rows: those with far fewer rows than others are taken as whole';

/** No window is shorter: then what is missing stays missing, and is told. */
const shortestMs = 1;
const shortestScanMs = 60_000;
/** So many of the shortest in a row are too much for the service until longer ones have to do. */
const patientScans = 4;
/** How far a window of few rows grows at once. */
const fastestGrowth = 8;

/**
 * Creates a walk. Windows shrink when their result is cut and grow while they hold little, so that
 * every row is had in few queries without relying on an order of the rows. A vendor who says of each
 * result that it was cut is not believed for ever: see `doubtedCut`.
 */
export function createWalk<Answer extends WalkAnswer>(options: WalkOptions<Answer>): Walk<Answer> {
  let { fromMs, toMs } = options;
  let spanMs = Math.min(toMs - fromMs, options.maxSpanMs);
  let mostCut = 0;
  let vainScans = 0;
  const isForward = options.order === 'oldest-first';
  const next = (): Stretch => {
    const span = Math.max(1, Math.min(spanMs, toMs - fromMs));
    return isForward ? { fromMs, toMs: fromMs + span } : { fromMs: toMs - span, toMs };
  };
  const pass = (window: Stretch) => {
    if (isForward) fromMs = window.toMs;
    else toMs = window.fromMs;
  };
  return {
    remaining: () => (fromMs < toMs ? { fromMs, toMs } : null),
    step: async () => {
      if (fromMs >= toMs) return null;
      const window = next();
      const span = window.toMs - window.fromMs;
      const told = await options.ask(window);
      // A limit gives as many rows each time: far fewer were not cut by it.
      const limit = Math.max(lowestLimit, mostCut / 2);
      const most = Math.min(options.cap, limit, told.limit ?? limit);
      const isDoubted = told.cut === 'rows' && told.rows < most;
      if (told.cut === 'rows') mostCut = Math.max(mostCut, told.rows);
      const answer = isDoubted
        ? { ...told, cut: null, warnings: [...told.warnings, doubtedCut] }
        : told;
      const shortest = answer.cut === 'scan' ? scanFloor(vainScans) : shortestMs;
      const shorter = answer.cut === null ? null : shorterSpan(answer.cut, span);
      if (shorter !== null && span > shortest) {
        spanMs = Math.max(shortest, shorter);
        return { kind: 'split', window };
      }
      pass(window);
      vainScans = answer.cut === 'scan' ? vainScans + 1 : 0;
      const grown = Math.ceil(span * growth(answer.rows, isDoubted ? limit : options.cap));
      spanMs = Math.min(options.maxSpanMs, vainScans > 0 ? scanFloor(vainScans) : grown);
      return { kind: 'window', window, answer };
    },
  };
}

/** Null when a shorter window would not help. */
function shorterSpan(cut: NonNullable<WindowAnswer['cut']>, span: number): number | null {
  return cut === 'lost' ? null : Math.floor(span / (cut === 'rows' ? 4 : 2));
}

/** Where shorter windows do not help, minute by minute would take days. */
function scanFloor(vainScans: number): number {
  return shortestScanMs * 2 ** Math.max(0, vainScans - patientScans);
}

/** So that the next window is more than half full. */
function growth(rows: number, cap: number): number {
  if (rows === 0) return fastestGrowth;
  return Math.min(fastestGrowth, Math.max(0.25, (0.6 * cap) / rows));
}
