import type { Session } from '../../api/session.ts';
import { keepThings } from '../../core/kept-things.ts';
import type { ListMove } from '../../core/list.ts';
import { createStore, type Readable, subscribeAll } from '../../core/store.ts';
import type { Job } from '../../export-engine/job-state.ts';
import type { Jobs } from '../../export-engine/jobs.ts';
import type { ExportOffer } from '../../export-engine/kind.ts';
import type { AuditEvent } from './model.ts';
import type { AuditSource } from './source.ts';
import { createEventsStore, type EventsStore } from './store-events.ts';
import type { EventsQuestion } from './store-events-question.ts';
import type { EventsSnapshot } from './store-events-state.ts';
import { createJobsStore, type JobsStore } from './store-jobs.ts';
import type { JobsSnapshot } from './store-jobs-state.ts';

/** What the pane works with beside its session. */
export interface ExportsInput {
  readonly jobs: Jobs;
  readonly source: AuditSource;
  readonly offers: readonly ExportOffer[];
  /** Where relative paths start. */
  readonly workFolder: string;
  /** The user's home folder. */
  readonly home: string;
  /** Whether there is a file or a folder of that name. */
  readonly exists: (path: string) => Promise<boolean>;
}

/** The view in front. */
export type Front = 'jobs' | 'events';

/** One snapshot of the Exports pane. */
export interface ExportsSnapshot {
  readonly front: Front;
  readonly jobs: JobsSnapshot;
  readonly events: EventsSnapshot;
}

/** What the store is made of. */
export interface ExportsStoreOptions {
  readonly session: Session;
  readonly input: ExportsInput;
  readonly onLeave: () => void;
  readonly onNotice: (text: string, tone: 'good' | 'warn' | 'bad') => void;
  readonly onState: (job: Job, before: Job) => void;
}

/** State and actions of the Exports pane: its two views, and which of them is in front. */
export interface ExportsStore extends Readable<ExportsSnapshot> {
  readonly jobs: JobsStore;
  readonly events: EventsStore;
  start(): void;
  stop(): Promise<void>;
  /** Brings a view in front. Audit events are asked for when they are first looked at. */
  show(front: Front): void;
  /** Jobs, rows of events, facets: the next one. */
  focusRegion(): void;
  move(move: ListMove): void;
  open(): void;
  sideways(step: 1 | -1): void;
  /** Unwinds one step; at last the events give way to the jobs. */
  back(): boolean;
  refresh(): void;
  filter(text: string): void;
  place(): string;
  goTo(place: string): void;
}

/** Creates the pane's store; nothing is asked before `start`. */
export function createExportsStore(options: ExportsStoreOptions): ExportsStore {
  const { session, input, onLeave, onNotice, onState } = options;
  const jobs = createJobsStore({ session, jobs: input.jobs, onLeave, onNotice, onState });
  const events = createEventsStore({ session, source: input.source, onLeave });
  const snapshot = createStore<ExportsSnapshot>({
    ...{ front: 'jobs', jobs: jobs.get(), events: events.get() },
  });
  subscribeAll([jobs, events], () =>
    snapshot.update((now) => ({ ...now, jobs: jobs.get(), events: events.get() })),
  );
  const turnTo = (front: Front) => {
    snapshot.update((now) => ({ ...now, front }));
    if (front === 'events' && session.has('xray')) events.start();
  };
  const show = (front: Front) => {
    if (front === snapshot.get().front) return;
    onLeave();
    turnTo(front);
  };
  const inFront = () => (snapshot.get().front === 'jobs' ? jobs : events);
  return {
    ...{ jobs, events, show },
    get: snapshot.get,
    subscribe: snapshot.subscribe,
    start: jobs.start,
    stop: async () => {
      await Promise.all([jobs.stop(), events.stop()]);
    },
    focusRegion: () => {
      const { region, detail } = events.get().view;
      if (snapshot.get().front === 'jobs') show('events');
      else if (detail === null) events.focus(region === 'rows' ? 'facets' : 'rows');
    },
    move: (move) => inFront().move(move),
    open: () => inFront().open(),
    sideways: (step) => inFront().sideways(step),
    back: () => {
      if (inFront().back()) return true;
      // The shell takes the filter away first.
      const isHome = snapshot.get().front === 'jobs' || events.get().view.filter.text !== '';
      if (!isHome) show('jobs');
      return !isHome;
    },
    refresh: () => {
      if (snapshot.get().front === 'jobs') jobs.refresh();
      else if (session.has('xray')) events.refresh();
    },
    filter: (text) => {
      jobs.filter(text);
      events.filter(text);
    },
    ...places({ get: snapshot.get, jobs, events, turnTo }),
  };
}

interface Places {
  readonly get: () => ExportsSnapshot;
  readonly jobs: JobsStore;
  readonly events: EventsStore;
  readonly turnTo: (front: Front) => void;
}

/** Where the user was. */
interface Place {
  readonly front: Front;
  readonly jobs: { readonly selected: string | null; readonly detail: string | null };
  readonly events: {
    readonly question: EventsQuestion;
    readonly selected: string | null;
    /** Number of the event that stood in front; null for none. */
    readonly detail: number | null;
  };
}

/** Events kept for going back to them. */
const mostKept = 100;

function places({ get, jobs, events, turnTo }: Places): Pick<ExportsStore, 'place' | 'goTo'> {
  const details = keepThings<AuditEvent>(mostKept);
  return {
    place: () => {
      const { front, jobs: job, events: event } = get();
      const { detail } = event.view;
      const place: Place = {
        front,
        jobs: { selected: job.view.list.selected, detail: job.view.detail },
        events: {
          question: event.question,
          selected: event.view.list.selected,
          detail: detail === null ? null : details.keep(detail),
        },
      };
      return JSON.stringify(place);
    },
    goTo: (text) => {
      // Written by `place`, and by nobody else.
      const place = JSON.parse(text) as Place;
      turnTo(place.front);
      if (place.front === 'jobs') return jobs.goTo(place.jobs.selected, place.jobs.detail);
      const { question, selected, detail } = place.events;
      events.goTo(question, selected, detail === null ? null : details.find(detail));
    },
  };
}
