import type { CallFailure } from '../../core/call-failure.ts';
import type { FacetGroup, FacetLine } from '../../core/facet-list.ts';
import type { NarrowedView } from '../../core/narrowed-view.ts';
import type { Tier } from './criteria.ts';
import type { ActivityEvent } from './model.ts';
import type { Unreadable } from './source.ts';
import type { SeenBursts } from './store-bursts.ts';
import type { ColumnName, RowOrder } from './store-fields.ts';
import {
  type ActivityQuestion,
  type Base,
  isWithin,
  type Narrowing,
  narrowingOf,
  same,
} from './store-question.ts';
import type { Timeline } from './store-timeline.ts';

/** What was asked for: a window, and how far it was narrowed before it was asked. */
export interface Asked {
  readonly base: Base;
  readonly narrowing: Narrowing;
}

/** How far a file has been read. */
export interface FileProgress {
  readonly bytesRead: number;
  /** Null for what has no size. */
  readonly bytesTotal: number | null;
  /** Places that could not be read: the first few, and how many they are. */
  readonly unreadable: readonly Unreadable[];
  readonly unreadableCount: number;
  /** Events of other services, which are left out. */
  readonly otherServices: number;
}

/** The events that are here. They stay while others are asked for, and when that fails. */
export interface LoadState {
  /** What the events answer; null before the first answer. */
  readonly of: Asked | null;
  /** The oldest first. */
  readonly events: readonly ActivityEvent[];
  /** Bounds of the window, epoch milliseconds; null for a file. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** There are older ones in the window, which are not here. */
  readonly truncated: boolean;
  /** Some could not be had; the warnings tell why. */
  readonly incomplete: boolean;
  /** Where they were found; null for a file, and before the first answer. */
  readonly tier: Tier | null;
  readonly warnings: readonly string[];
  /** Rows that could not be read. */
  readonly undecodable: number;
  /** Nothing is here, and the archive may have it. */
  readonly tryArchive: boolean;
  readonly file: FileProgress | null;
  /** `asking` and `reading` until all of it is here; `done` where nothing more comes by itself. */
  readonly state: 'asking' | 'reading' | 'live' | 'catching-up' | 'done';
  readonly following: boolean;
  /** Events that came since the rows are held, and that the narrowing leaves. */
  readonly fresh: number;
  /** Why polls are further apart than usual; null when they are not. */
  readonly why: string | null;
  readonly failure: CallFailure | null;
}

/** What is known of the events beside themselves. */
export type Told = Omit<LoadState, 'events' | 'following' | 'fresh' | 'of'>;

/** What is known before anything was asked. */
export const nothingTold: Told = {
  fromMs: null,
  toMs: null,
  truncated: false,
  incomplete: false,
  tier: null,
  warnings: [],
  undecodable: 0,
  tryArchive: false,
  file: null,
  state: 'asking',
  why: null,
  failure: null,
};

/** What the user chose on the screen alone; narrowed rows are the oldest first. */
export interface ActivityView extends NarrowedView<ActivityEvent> {
  readonly order: RowOrder;
  /** The column that has the focus. */
  readonly column: ColumnName;
  readonly marks: ReadonlySet<string>;
}

/** One snapshot of the Activity pane. */
export interface ActivitySnapshot {
  readonly question: ActivityQuestion;
  readonly load: LoadState;
  readonly view: ActivityView;
  readonly groups: readonly FacetGroup[];
  /** Of the rows that the narrowing leaves; null while no time is known. */
  readonly timeline: Timeline | null;
  /** Among the loaded events, whatever is narrowed. */
  readonly bursts: SeenBursts;
  /** The lines of the facets. */
  readonly items: readonly FacetLine[];
}

/** Whether the events on the screen answer the question on the screen, as far as they go. */
export function loadIsCurrent({ question, load }: Pick<ActivitySnapshot, 'question' | 'load'>) {
  const { of } = load;
  if (of === null || !same(of.base, question.base)) return false;
  return isWithin(narrowingOf(question), of.narrowing);
}
