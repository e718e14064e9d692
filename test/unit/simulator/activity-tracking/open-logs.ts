import { onTestFinished } from 'vitest';
import { type SimulatorOptions, startSimulator } from '../../../../src/simulator/server.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';

export type Json = Readonly<Record<string, unknown>>;

/** An activity tracking event, as far as tests look at it. */
export interface TestEvent extends Json {
  readonly action: string;
  readonly eventTime: string;
  readonly outcome: string;
  readonly severity: string;
  readonly dataEvent: boolean;
  readonly message: string;
  readonly correlationId: string;
  readonly initiator: { readonly name: string; readonly host: { readonly address: string } };
  readonly target: {
    readonly id: string;
    readonly name: string;
    readonly resourceGroupId?: string;
  };
  readonly reason: { readonly reasonCode: number; readonly reasonForFailure?: string };
  readonly requestData?: unknown;
  readonly responseData?: unknown;
}

/** A row, its lists as objects. */
export interface TestRow {
  readonly metadata: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly event: TestEvent;
}

/** An answer, taken apart. */
export interface QueryAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly rows: readonly TestRow[];
  readonly warnings: readonly Json[];
  /** How many messages had rows. */
  readonly batches: number;
  /** The keys of the messages, in their order. */
  readonly kinds: readonly string[];
}

/** A simulator of its own, on a clock that stands still. */
export interface TestLogs {
  readonly url: string;
  readonly clock: ManualClock;
  readonly profile: Readonly<Record<string, unknown>>;
  /** With a token of the key. */
  ask(query: string, metadata?: Json): Promise<QueryAnswer>;
  /** The body as it is, with these headers beside or instead of the usual ones. */
  post(body: string, headers?: Readonly<Record<string, string>>): Promise<QueryAnswer>;
}

export const grant = 'urn:ibm:params:oauth:grant-type:apikey';
export const registryOnly =
  "source logs | filter $l.applicationname == 'ibm-audit-event' && $l.subsystemname.startsWith('container-registry')";

/** The clock's time moved by minutes, as metadata has it. */
export const at = (clock: ManualClock, minutes = 0) =>
  new Date(clock.now() + minutes * 60_000).toISOString();

/** Starts a simulator that ends with the test, with any number of queries, and exchanges a key. */
export async function openLogs(
  { activityTracking, ...options }: SimulatorOptions = {},
  apikey = 'DEMO-IBM-API-KEY',
): Promise<TestLogs> {
  const clock = createManualClock();
  const tracking = { queriesPerMinute: null, ...activityTracking };
  const { url, profile, close } = await startSimulator({
    ...{ clock, activityTracking: tracking },
    ...options,
  });
  onTestFinished(close);
  const token = await exchangedToken(url, apikey);
  const usual = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const post = async (body: string, headers = {}) =>
    takenApart(
      await fetch(`${url}/v1/query`, { method: 'POST', headers: { ...usual, ...headers }, body }),
    );
  const ask = (query: string, metadata: Json = {}) =>
    post(JSON.stringify({ query, metadata: { syntax: 'dataprime', ...metadata } }));
  return { url, clock, profile, ask, post };
}

/** Faults are in the way at times. */
async function exchangedToken(url: string, apikey: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: grant, apikey });
  for (let tries = 0; tries < 20; tries += 1) {
    const response = await fetch(`${url}/identity/token`, { method: 'POST', body });
    const answer = await response.json().catch(() => ({}));
    if (typeof answer === 'object' && answer !== null && 'access_token' in answer) {
      return String(answer.access_token);
    }
  }
  throw new Error('no token');
}

interface Listed {
  readonly key: string;
  readonly value: string;
}
interface WireRow {
  readonly metadata: readonly Listed[];
  readonly labels: readonly Listed[];
  readonly user_data: string;
}
interface Message extends Json {
  readonly result?: { readonly results: readonly WireRow[] };
  readonly warning?: Json;
}

async function takenApart(response: Response): Promise<QueryAnswer> {
  const text = await response.text();
  const messages = text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line): Message => JSON.parse(line.slice('data: '.length)));
  return {
    ...{ status: response.status, headers: response.headers, text },
    rows: messages.flatMap(({ result }) => (result?.results ?? []).map(rowOf)),
    warnings: messages.flatMap(({ warning }) => (warning === undefined ? [] : [warning])),
    batches: messages.filter(({ result }) => result !== undefined).length,
    kinds: messages.flatMap((message) => Object.keys(message)),
  };
}

const rowOf = ({ metadata, labels, user_data }: WireRow): TestRow => ({
  metadata: objectOf(metadata),
  labels: objectOf(labels),
  event: JSON.parse(user_data),
});

const objectOf = (list: readonly Listed[]) =>
  Object.fromEntries(list.map(({ key, value }) => [key, value]));
