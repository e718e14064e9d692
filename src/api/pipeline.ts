import type { AuthHeaders, AuthStrategy } from './auth/strategy.ts';
import type { Governor } from './budget.ts';
import { type CallSite, callSite } from './call-site.ts';
import type { Recorder } from './exchange-recorder.ts';
import type { Redactor } from './redact.ts';
import type { Wire } from './round-trip.ts';
import type { ApiRequest, ApiResponse, SourceId } from './types.ts';

/** What all calls of a client share. */
export interface Pipeline {
  readonly source: SourceId;
  readonly baseUrl: string;
  readonly auth: AuthStrategy;
  readonly wire: Wire;
  readonly readOnly: boolean;
  readonly governor: Governor;
  readonly redactor: Redactor;
  readonly record: Recorder;
  /** Aborted when the client is closed. */
  readonly closed: AbortSignal;
  readonly random: () => number;
}

/** How one try of a call ended. */
export interface Outcome {
  readonly response: ApiResponse | null;
  readonly error: Error | null;
  /** False when it failed before anything was sent, so that another try does no harm. */
  readonly sent: boolean;
  /** Bytes of the answer were passed on, so that another try would tell them twice. */
  readonly passedOn: boolean;
  readonly credentials: AuthHeaders;
  /** Tells the exchange; `code` takes the place of the error's own. */
  readonly record: (code?: string) => void;
}

/** Describes a call of this client. */
export function siteOf(pipeline: Pipeline, request: ApiRequest, url: URL): CallSite {
  return callSite({ source: pipeline.source, method: request.method, url }, pipeline.redactor);
}

/** Counts work as under way while it lasts. */
export async function busy<T>({ wire }: Pipeline, work: () => Promise<T>): Promise<T> {
  const rest = wire.activity.begin();
  try {
    return await work();
  } finally {
    rest();
  }
}
