import type { Session } from '../../api/session.ts';
import { isAbort, ScandeckError } from '../../core/errors.ts';
import { poll } from '../../core/poll.ts';
import type { ActivitySource, ReadActivityFile } from './source.ts';
import type { ActivityParts } from './store-parts.ts';
import { criteriaOf, leaves } from './store-question.ts';
import { loadCapacity, type Run, takeFile, takeListed, takeTail } from './store-run.ts';

/** What a load works with. */
export interface LoadOptions {
  readonly session: Session;
  readonly source: ActivitySource;
  readonly readFile: ReadActivityFile;
  readonly parts: ActivityParts;
  readonly onNotice: (text: string, tone: 'good' | 'warn') => void;
}

/** Milliseconds from one failed listing to the next, at least. */
const againMs = 10_000;
/** The tail begins before the listing ended: what came late meanwhile is found. */
const overlapMs = 5 * 60_000;
/** Who is told how a run goes on. */
export interface Told {
  /** Something has come. */
  readonly arrive: () => void;
  /** All that was there at first has come. */
  readonly listed: (run: Run) => void;
}

/** Carries a run through; what goes wrong is told, and ends nothing but the run. */
export async function carry(run: Run, options: LoadOptions, told: Told): Promise<void> {
  try {
    if (run.asked.base.file === null) await askVendor(run, options, told);
    else await readFile(run, options, told.arrive);
  } catch (error) {
    if (run.controller.signal.aborted || isAbort(error)) return;
    run.told = {
      ...run.told,
      state: 'done',
      failure: { ...failureAt(error, options), againAt: null },
    };
    told.arrive();
  }
}

const failureAt = (error: unknown, { session }: LoadOptions) => ({
  error,
  at: session.clock.now(),
});

async function askVendor(run: Run, options: LoadOptions, told: Told): Promise<void> {
  const { arrive, listed } = told;
  if (!run.isListed) await listAll(run, options, arrive);
  if (run.controller.signal.aborted) return;
  run.isListed = true;
  if (run.isOffered && run.buffer.events().length > 0) remember(options);
  const isLive = run.asked.base.span.kind === 'range';
  run.told = { ...run.told, state: isLive ? 'live' : 'done' };
  arrive();
  listed(run);
  if (isLive) await follow(run, options, arrive);
}

/** Where this profile's events are: the next session asks there at once. */
function remember({ source, session, onNotice }: LoadOptions): void {
  const end = session.activity.begin();
  void source
    .rememberTier('archive')
    .then(() => onNotice("From now on this profile's events are asked of the archive", 'good'))
    .catch((error: unknown) => onNotice(String(error), 'warn'))
    .finally(end);
}

/** A listing that fails for a while is begun again; one that can't succeed ends the run. */
async function listAll(run: Run, options: LoadOptions, arrive: () => void): Promise<void> {
  const { source, session } = options;
  const { base, narrowing } = run.asked;
  const { signal } = run.controller;
  const [fromMs, toMs] = [run.told.fromMs ?? 0, run.told.toMs ?? session.clock.now()];
  const window = { criteria: criteriaOf(base, narrowing), fromMs, toMs, limit: loadCapacity };
  const ask = async () => {
    for await (const batch of source.list({ ...window, signal })) {
      if (signal.aborted) return;
      takeListed(run, batch);
      arrive();
    }
  };
  const { clock } = session;
  for await (const event of poll({ clock, signal, nudge: run.nudge, intervalMs: againMs, ask })) {
    if (event.kind === 'answer') return;
    const { error, since, nextAt } = event;
    if (!(error instanceof ScandeckError && error.retryable)) throw error;
    run.told = { ...run.told, failure: { error, at: since, againAt: nextAt } };
    arrive();
  }
}

async function follow(run: Run, { source, parts }: LoadOptions, arrive: () => void): Promise<void> {
  const { base, narrowing } = run.asked;
  const { signal } = run.controller;
  const sinceMs = Math.max(run.told.fromMs ?? 0, (run.told.toMs ?? 0) - overlapMs);
  const criteria = criteriaOf(base, narrowing);
  for await (const event of source.tail({ criteria, sinceMs, signal, nudge: run.nudge })) {
    if (signal.aborted) return;
    const fresh = takeTail(run, event);
    if (!parts.get().load.following) run.fresh = [...run.fresh, ...fresh];
    arrive();
  }
}

async function readFile(run: Run, options: LoadOptions, arrive: () => void): Promise<void> {
  const { session, readFile: read } = options;
  const { signal } = run.controller;
  const end = session.activity.begin();
  try {
    for await (const batch of read(run.asked.base.file ?? '', { signal })) {
      if (signal.aborted) return;
      // A file that holds more than can be kept is read again for what it is narrowed to.
      const items = batch.items.filter((event) => leaves(run.asked.narrowing, event));
      takeFile(run, { ...batch, items });
      arrive();
    }
    run.isListed = true;
    run.told = { ...run.told, state: 'done' };
    arrive();
  } finally {
    end();
  }
}
