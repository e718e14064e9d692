import type { ScanRequest } from '../../api/prisma/endpoints.ts';
import type { Session } from '../../api/session.ts';
import type { Readable } from '../../core/store.ts';
import type { Move } from '../feature.ts';
import type { FormField } from './form.ts';
import type { Scan, Target } from './model.ts';
import type { ProgressSnapshot } from './snapshot.ts';

/** What a progress store is made of. */
export interface ProgressStoreOptions {
  readonly session: Session;
  /** A scan that was seen going has ended. */
  readonly onEnded?: (scan: Scan) => void;
  /** Something that the user asked for went well or badly, in one line. */
  readonly onNotice?: (text: string, tone: 'good' | 'bad') => void;
}

/** State and actions of the Progress pane. */
export interface ProgressStore extends Readable<ProgressSnapshot> {
  /** Begins to poll. */
  start(): void;
  /** Ends every poll and call; resolves when they have ended. */
  stop(): Promise<void>;
  /** Asks now; begins again what had ended by an error. */
  refresh(): void;
  /** Posts the scan and follows it. Never rejects: failures go to `onNotice`. */
  startOnDemand(request: ScanRequest): Promise<void>;
  /** Posts the stop. Never rejects: failures go to `onNotice`. */
  stopRegular(): Promise<void>;
  follow(target: Target): void;
  /** Takes a scan that is over, or that never began, off the list. */
  dismiss(id: string): void;
  dismissAllFinished(): void;
  move(move: Move): void;
  select(id: string): void;
  setFilter(text: string): void;
  /** In rows that the list has on the screen. */
  setListHeight(rows: number): void;
  openDetail(id?: string): void;
  /** Loads the severities that the scan left behind. */
  openResult(id?: string): void;
  openForm(values?: Partial<Record<FormField, string>>): void;
  /** Unwinds one step. @returns false when only the list was open */
  close(): boolean;
  /** Takes what was typed into the open form so far. */
  changeForm(values: Readonly<Record<string, string>>): void;
  /** Starts the scan that the open form describes, or shows what is wrong with it. */
  submitForm(): void;
  /** The selected scan. */
  selected(): Scan | null;
  /** Where the user is, as text, and the way back there. */
  place(): string;
  goTo(place: string): void;
}
