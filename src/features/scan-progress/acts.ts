import type { ScanRequest } from '../../api/prisma/endpoints.ts';
import { isAbort, ScandeckError } from '../../core/errors.ts';
import { finishForm, type Refusal } from './form.ts';
import { imageName, isDone, type Scan, type Target, targetKey } from './model.ts';
import type { ResultState } from './snapshot.ts';
import type { ProgressSource } from './source.ts';
import type { Streams } from './streams.ts';
import type { ViewState } from './view-state.ts';

/** What the user does that reaches the vendor, or the streams. */
export interface Acts {
  /** Asks now; begins again what had ended by an error. */
  refresh(): void;
  /** Posts the scan and follows it. Never rejects: failures go into the open form, else to `onNotice`. */
  startOnDemand(request: ScanRequest): Promise<void>;
  /** Posts the stop. Never rejects: failures go to `onNotice`. */
  stopRegular(): Promise<void>;
  follow(target: Target): void;
  /** Takes a scan that is over, or that never began, off the list. */
  dismiss(id: string): void;
  dismissAllFinished(): void;
  /**
   * Loads the severities that a scan left behind.
   *
   * @param id the selected scan, when left out
   */
  openResult(id?: string): void;
  /** Starts the scan that the open form describes, or shows what is wrong with it. */
  submitForm(): void;
  /** Unwinds one step. @returns false when only the list was open */
  close(): boolean;
}

/** What the actions need. */
export interface ActsOptions {
  readonly source: ProgressSource;
  readonly streams: Streams;
  readonly state: ViewState;
  readonly onNotice: (text: string, tone: 'good' | 'bad') => void;
}

/** Joins the actions to their source; `cancel` ends the calls under way. */
export function createActs(options: ActsOptions): Acts & { cancel(): void } {
  const { source, streams, state, onNotice } = options;
  const calls = createCalls(options);
  const dismiss = (scans: readonly Scan[]) => {
    const dismissed = [...state.choices().dismissed, ...scans.map(({ id }) => id)];
    state.change({ dismissed: new Set(dismissed) });
  };
  const follow = (target: Target) => {
    state.change({ wanted: targetKey(target) });
    streams.follow(target);
  };
  const tell = ({ text }: Refusal) => onNotice(text, 'bad');
  const startOnDemand = async (image: ScanRequest) => {
    const done = await calls.run({
      failed: 'the scan was not started',
      call: (signal) => source.start(image, { signal }),
      tell: (refusal) => showInForm(state, refusal) || tell(refusal),
    });
    if (!done) return;
    follow({ kind: 'on-demand', ...image });
    onNotice(`asked prisma to scan ${imageName(image)}`, 'good');
    const { view } = state.choices();
    if (view.kind === 'form') state.change({ view: { kind: 'list' } });
  };
  return {
    follow,
    startOnDemand,
    cancel: calls.cancel,
    refresh: streams.refresh,
    stopRegular: async () => {
      const done = await calls.run({
        failed: 'the regular scan was not stopped',
        call: (signal) => source.stop({ signal }),
        tell,
      });
      if (!done) return;
      onNotice('asked prisma to stop the regular scan', 'good');
      source.nudge();
    },
    dismiss: (id) => {
      const scan = state.scan(id);
      if (scan?.state === 'idle') streams.unfollow(targetOf(scan));
      if (scan !== null && isDone(scan)) dismiss([scan]);
    },
    dismissAllFinished: () => dismiss(state.snapshot.get().scans.filter(isDone)),
    openResult: (id) => {
      const scan = state.scan(id ?? state.choices().list.selected);
      if (scan === null) return;
      if (isDone(scan)) void calls.loadResult(scan);
      else onNotice('the scan is not over: there is no result of it yet', 'bad');
    },
    submitForm: () => {
      const { view } = state.choices();
      if (view.kind !== 'form' || view.form.sending) return;
      const finished = finishForm(view.form);
      const form =
        'form' in finished ? finished.form : { ...view.form, sending: true, refusal: null };
      state.change({ view: { kind: 'form', form } });
      if ('request' in finished) void startOnDemand(finished.request).then(() => unlock(state));
    },
    close: () => {
      if (state.choices().view.kind === 'list') return false;
      calls.cancelResult();
      state.change({ view: { kind: 'list' } });
      return true;
    },
  };
}

/** Whether a form was there to show it; a message at the foot would be cut. */
function showInForm(state: ViewState, refusal: Refusal): boolean {
  const { view } = state.choices();
  if (view.kind !== 'form') return false;
  state.change({ view: { kind: 'form', form: { ...view.form, refusal } } });
  return true;
}

/** A form that could not be sent can be mended and sent again. */
function unlock(state: ViewState): void {
  const { view } = state.choices();
  if (view.kind !== 'form') return;
  state.change({ view: { kind: 'form', form: { ...view.form, sending: false } } });
}

/** A call of which only the failure has to be told. */
interface ToldCall {
  /** What it means when the call fails, before the reason. */
  readonly failed: string;
  readonly call: (signal: AbortSignal) => Promise<void>;
  readonly tell: (refusal: Refusal) => void;
}

/**
 * The calls under way. The result that is looked at is loaded by the latest call alone. They count as no
 * activity of their own: the client counts what is sent, and waits for a limit are no work.
 */
function createCalls({ source, state }: ActsOptions) {
  let all = new AbortController();
  let latest = new AbortController();
  const run = async ({ failed, call, tell }: ToldCall) => {
    const { signal } = all;
    try {
      await call(signal);
      return true;
    } catch (error) {
      const hint = error instanceof ScandeckError ? error.hint : undefined;
      if (!isAbort(error)) tell({ text: `${failed}: ${messageOf(error)}`, hint });
      return false;
    }
  };
  const loadResult = async (scan: Scan) => {
    latest.abort();
    latest = new AbortController();
    const signal = AbortSignal.any([all.signal, latest.signal]);
    const show = (result: ResultState) => {
      if (!signal.aborted) state.change({ view: { kind: 'result', id: scan.id, result } });
    };
    show({ kind: 'loading' });
    try {
      show({ kind: 'ready', result: await source.result(scan, { signal }) });
    } catch (error) {
      show({ kind: 'failed', error });
    }
  };
  return {
    run,
    loadResult,
    cancelResult: () => latest.abort(),
    cancel: () => {
      all.abort();
      all = new AbortController();
    },
  };
}

function targetOf({ kind, registry, repo, tag, digest }: Scan): Target {
  if (kind === 'regular') return { kind };
  return {
    kind,
    repo: repo ?? '',
    ...(registry === null ? {} : { registry }),
    ...(tag === null ? {} : { tag }),
    ...(digest === null ? {} : { digest }),
  };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
