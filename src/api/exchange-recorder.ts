import { ScandeckError } from '../core/errors.ts';
import type { WireAnswer } from './answer-errors.ts';
import type { CallSite } from './call-site.ts';
import type { DebugEntry } from './debug-file.ts';
import type { Redactor } from './redact.ts';
import type { Exchange } from './types.ts';

/** How an exchange ended. */
export interface ExchangeEnd {
  readonly durationMs: number;
  readonly answer: WireAnswer | null;
  /** Null when it went well. */
  readonly error: Error | null;
  readonly budgetLeft: number | null;
  /** Takes the place of the error's own code. */
  readonly code?: string;
}

/** What was sent. */
export interface ExchangeStart {
  readonly site: CallSite;
  readonly at: number;
  readonly attempt: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Tells an exchange to whoever watches. */
export type Recorder = (
  start: ExchangeStart,
  end: ExchangeEnd,
) => {
  /** Tells it again: its body turned out to be wrong. */
  amend(error: Error): void;
};

/** Counts all exchanges of the process, so that an id names one across sources. */
let lastId = 0;

/** Creates a recorder; everything that it passes on is redacted and safe. */
export function createRecorder(options: {
  readonly redactor: Redactor;
  readonly onExchange: (exchange: Exchange) => void;
  readonly debug: { write(entry: DebugEntry): void } | undefined;
}): Recorder {
  const { redactor, onExchange, debug } = options;
  return (start, end) => {
    lastId += 1;
    const id = lastId;
    const tell = (error: Error | null, code?: string) => {
      const exchange = describe(id, start, end, { error, code });
      onExchange(exchange);
      debug?.write({
        ...exchange,
        requestHeaders: redactor.headers(start.headers),
        requestBytes: start.body === null ? 0 : Buffer.byteLength(start.body),
        responseHeaders: end.answer && redactor.headers(end.answer.headers),
      });
    };
    tell(end.error, end.code);
    return { amend: (error) => tell(error) };
  };
}

function describe(
  id: number,
  start: ExchangeStart,
  end: ExchangeEnd,
  failure: { readonly error: Error | null; readonly code: string | undefined },
): Exchange {
  const { error } = failure;
  const hint = error instanceof ScandeckError ? error.hint : undefined;
  return {
    id,
    source: start.site.source,
    at: start.at,
    method: start.site.method,
    path: start.site.path,
    status: end.answer?.status ?? null,
    durationMs: end.durationMs,
    bytes: end.answer?.streamedBytes ?? end.answer?.body.length ?? 0,
    attempt: start.attempt,
    budgetLeft: end.budgetLeft,
    errorCode: error && (failure.code ?? (error instanceof ScandeckError ? error.code : 'aborted')),
    error: error?.message ?? null,
    ...(hint === undefined ? {} : { hint }),
  };
}
