import type { Session } from '../api/session.ts';
import { type Clock, sleep } from '../core/clock.ts';
import type {
  ExportKind,
  ExportPage,
  ExportRequest,
  ExportWait,
  ExportWindow,
  Json,
  WindowStanding,
} from './kind.ts';
import { createRetry } from './retry.ts';

/** What a window is read with. */
export interface WindowRun {
  readonly kind: ExportKind;
  readonly session: Session;
  readonly request: ExportRequest;
  readonly window: ExportWindow;
  readonly clock: Clock;
  /** Ends the reading with an AbortError. */
  readonly signal: AbortSignal;
  readonly random: () => number;
  /** The checkpoint of the last page that `take` took. */
  readonly checkpoint: () => Json;
  /** Takes a page to where it belongs; the one after it is being asked for meanwhile. */
  readonly take: (page: ExportPage) => Promise<void>;
  readonly waitFor: (wait: ExportWait | null) => void;
  readonly standing?: () => WindowStanding;
  /** Told each try that failed and will be made again. */
  readonly onRetry: (error: unknown, delayMs: number) => void;
}

/**
 * Reads a window to its end, from the last checkpoint on, again and again while that may help.
 *
 * @throws an AbortError, a DiskError, or what no other try would mend
 */
export async function runWindow(run: WindowRun): Promise<void> {
  const { clock, signal, random } = run;
  const retry = createRetry(() => clock.now(), random);
  for (;;) {
    try {
      await readPages(run, () => retry.succeeded());
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TakeError) throw error.cause;
      const delayMs = retry.failed(error);
      run.onRetry(error, delayMs);
      const reason = error instanceof Error ? error.message : String(error);
      run.waitFor({ for: 'back-off', untilMs: clock.now() + delayMs, reason });
      await sleep(clock, delayMs, signal);
      signal.throwIfAborted();
      run.waitFor(null);
    }
  }
}

/** A failure of taking a page: another try at the vendor would not mend it. */
class TakeError extends Error {
  override readonly name = 'TakeError';
}

/** Reads on while a page is being written: one page ahead, so that memory stays bounded. */
async function readPages(run: WindowRun, onPage: () => void): Promise<void> {
  const { kind, session, request, window, signal, clock, waitFor } = run;
  const pages = kind.pages({
    ...{ session, request, window, signal, clock, waitFor, standing: run.standing },
    checkpoint: run.checkpoint(),
  });
  let coming = settled(pages.next());
  try {
    for (;;) {
      const next = await coming;
      signal.throwIfAborted();
      if ('error' in next) throw next.error;
      if (next.value.done) return;
      coming = settled(pages.next());
      await take(run, next.value.value);
      onPage();
      waitFor(null);
    }
  } finally {
    // One that still waits for an answer ends when that comes, or with the signal.
    pages.return(undefined).catch(() => undefined);
  }
}

async function take(run: WindowRun, page: ExportPage): Promise<void> {
  try {
    await run.take(page);
    page.release?.();
  } catch (cause) {
    throw new TakeError('A page could not be kept', { cause });
  }
}

type Settled<T> = { readonly value: T } | { readonly error: unknown };

/** An outcome that nobody has to wait for. */
async function settled<T>(promise: Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await promise };
  } catch (error) {
    return { error };
  }
}
