import type { Dispatcher } from 'undici';
import type { Activity } from '../core/activity.ts';
import type { Clock } from '../core/clock.ts';
import { ScandeckError } from '../core/errors.ts';
import { statusError, type WireAnswer } from './answer-errors.ts';
import { acceptedEncodings, decodedBody, readBody } from './body.ts';
import type { HostBudget } from './budget.ts';
import type { CallSite } from './call-site.ts';
import { connectionError, type Stage, timeoutError } from './connection-errors.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { bodyError } from './json-answer.ts';
import { type PassOn, passBodyOn } from './passed-body.ts';
import { requestBody } from './request-target.ts';
import { parseRetryAfter } from './retry-timing.ts';
import type { Transport } from './transport.ts';
import type { ApiRequest, Method } from './types.ts';

/** One try, ready to be sent. */
export interface Try {
  readonly request: ApiRequest;
  readonly url: URL;
  readonly site: CallSite;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** The call is counted there already. */
  readonly budget: HostBudget;
  /** Aborted by the caller, by the client's end, or by the total time-out. */
  readonly signal: AbortSignal;
  /** What an abort of the signal is told as. */
  readonly stopError: () => Error;
  /** Takes the body of a good answer as it arrives. */
  readonly passOn?: PassOn | undefined;
}

/** How a try ended. */
export interface TryEnd {
  readonly at: number;
  readonly durationMs: number;
  /** Null when none came whole. */
  readonly answer: WireAnswer | null;
  /** An ApiError, a ScandeckError for broken settings, or an AbortError; null when it went well. */
  readonly error: Error | null;
  /** Bytes of the body went to `passOn`. */
  readonly passedOn: boolean;
}

const defaultTryTimeoutMs = 30_000;
const defaultMaxBodyBytes = 64 * 1024 * 1024;

/** What a try works with. */
export interface Wire {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly transport: Transport;
}

/** Sends one try, reads its answer whole and judges it. Never rejects. */
export async function roundTrip(wire: Wire, call: Try): Promise<TryEnd> {
  const { clock } = wire;
  const rest = wire.activity.begin();
  const at = clock.now();
  const limitMs = call.request.tryTimeoutMs ?? defaultTryTimeoutMs;
  const deadline = startDeadline(clock, limitMs, [call.signal]);
  let passedOn = false;
  const onFirstByte = () => {
    passedOn = true;
  };
  const end = (answer: WireAnswer | null, error: Error | null) => ({
    at,
    durationMs: clock.now() - at,
    answer,
    error,
    passedOn,
  });
  try {
    const answer = await exchangeBytes(wire.transport, call, { deadline, onFirstByte });
    call.budget.learn(call.url.pathname, answer);
    return end(answer, judge(answer, call, clock.now()));
  } catch (thrown) {
    if (deadline.expired()) return end(null, timeoutError(call.site, limitMs));
    if (call.signal.aborted) return end(null, call.stopError());
    return end(null, asError(thrown, call.site));
  } finally {
    deadline.end();
    rest();
  }
}

/** Marks how far a call had got when it broke. */
class StageError extends Error {
  readonly stage: Stage;

  constructor(stage: Stage, cause: unknown) {
    super(stage, { cause });
    this.stage = stage;
  }
}

function asError(thrown: unknown, site: CallSite): Error {
  if (thrown instanceof StageError) return connectionError(thrown.cause, site, thrown.stage);
  return connectionError(thrown, site, 'connecting');
}

async function exchangeBytes(
  transport: Transport,
  call: Try,
  { deadline, onFirstByte }: { readonly deadline: Deadline; readonly onFirstByte: () => void },
): Promise<WireAnswer> {
  const { url, headers, body, passOn } = call;
  const { method } = call.request;
  const answer = await transport.send({ method, url, headers, body, signal: deadline.signal });
  const names = joinHeaders(answer.headers);
  const maxBytes = call.request.maxBodyBytes ?? defaultMaxBodyBytes;
  try {
    const status = answer.statusCode;
    const about = hasBody(method, status) ? names : {};
    const encoding = about['content-encoding'];
    if (passOn !== undefined && status < 300 && !/html/i.test(names['content-type'] ?? '')) {
      const chunks = decodedBody(answer.body, encoding, maxBytes);
      const streamedBytes = await passBodyOn(chunks, passOn, { deadline, onFirstByte });
      return { status, headers: names, body: Buffer.alloc(0), streamedBytes };
    }
    const known = { length: lengthIn(about), memory: call.request.memory };
    const bytes = await readBody(answer.body, encoding, maxBytes, known);
    return { status, headers: names, body: bytes };
  } catch (error) {
    throw new StageError('reading', error);
  }
}

function hasBody(method: Method, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304;
}

function lengthIn(headers: WireAnswer['headers']): number | null {
  const text = headers['content-length'] ?? '';
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}

function joinHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}

function judge(answer: WireAnswer, call: Try, nowMs: number): Error | null {
  const told = parseRetryAfter(answer.headers, nowMs);
  const wait = answer.status === 429 ? call.budget.waitMs(call.url.pathname) : 0;
  const retryAfterMs = told === undefined && wait === 0 ? undefined : Math.max(told ?? 0, wait);
  return statusError(answer, call.site, retryAfterMs) ?? bodyError(answer, call.site);
}

/** The headers of a try; the credentials win over everything else. */
export function tryHeaders(
  request: ApiRequest,
  credentials: Readonly<Record<string, string>>,
): Record<string, string> {
  const headers: Record<string, string> = {
    accept: 'application/json, */*;q=0.5',
    'accept-encoding': acceptedEncodings,
    'user-agent': 'scandeck',
  };
  const type = requestBody(request)?.type;
  if (type !== undefined) headers['content-type'] = type;
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    headers[name.toLowerCase()] = value;
  }
  return { ...headers, ...credentials };
}

/** Whether an error is one that another try may mend. */
export function mayMend(error: Error): error is ScandeckError {
  return error instanceof ScandeckError && error.retryable;
}
