import { onTestFinished } from 'vitest';
import { type SimulatorOptions, startSimulator } from '../../../src/simulator/server.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

/** An answer of the simulated console, parsed. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: T;
}

/** How a call is made. */
export interface CallOptions {
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: unknown;
  /** @default demo's name and password */
  readonly authorization?: string | null;
  /** @default v32.07 */
  readonly version?: string;
}

/** A simulator of its own, on a clock that stands still. */
export interface TestConsole {
  readonly url: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly clock: ManualClock;
  get<T = unknown>(path: string, options?: CallOptions): Promise<Answer<T>>;
  post<T = unknown>(path: string, options?: CallOptions): Promise<Answer<T>>;
}

/** One step of a scan, as far as the tests look. */
export interface StepRow {
  readonly title: string;
  readonly total: number;
  readonly scanned: number;
  readonly error?: string;
}

/** One scan of the progress. */
export interface ScanRow {
  readonly discovery: StepRow;
  readonly imageScan: StepRow;
  readonly isScanOngoing: boolean;
  readonly specScanStartTime: string;
}

/** Basic credentials of a user whose password is as given. */
export function basic(user: string, password = user): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Starts a simulator that ends with the test. */
export async function openConsole(options: SimulatorOptions = {}): Promise<TestConsole> {
  const clock = createManualClock();
  const { url, profile, close } = await startSimulator({ clock, ...options });
  onTestFinished(close);
  const call = async <T>(
    method: string,
    path: string,
    how: CallOptions = {},
  ): Promise<Answer<T>> => {
    const { body, authorization = basic('demo'), version = 'v32.07' } = how;
    const response = await fetch(`${url}/api/${version}${path}`, {
      method,
      headers: authorization === null ? {} : { authorization },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed<T>(text) };
  };
  return {
    url,
    profile,
    clock,
    get: (path, how) => call('GET', path, how),
    post: (path, how) => call('POST', path, how),
  };
}

/** Reads the progress until its answer fits; moves the clock a second at a time. */
export async function progressUntil(
  { get, clock }: TestConsole,
  fits: (rows: readonly ScanRow[]) => boolean,
  query = '',
): Promise<readonly ScanRow[]> {
  for (let second = 0; second < 600; second += 1) {
    const { json } = await get<readonly ScanRow[]>(`/registry/progress${query}`);
    if (fits(json)) return json;
    await clock.advance(1000);
  }
  throw new Error('the progress never came to that');
}

function parsed<T>(text: string): T {
  try {
    return JSON.parse(text);
  } catch {
    return undefined as T;
  }
}
