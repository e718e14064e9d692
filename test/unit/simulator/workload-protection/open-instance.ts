import { onTestFinished } from 'vitest';
import { parseJson } from '../../../../src/core/json.ts';
import { type SimulatorOptions, startSimulator } from '../../../../src/simulator/server.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';

/** An event of the feed. */
export interface FeedEvent {
  readonly id: string;
  readonly cursor: string;
  readonly timestamp: string;
  readonly severity: number;
  readonly category: string;
  readonly name: string;
  readonly source: string;
  readonly containerId: string;
  readonly agentId?: number;
  readonly actions?: readonly { readonly type: string }[];
  readonly content: {
    readonly ruleName?: string;
    readonly output?: string;
    readonly ruleTags?: readonly string[];
    readonly fields?: Readonly<Record<string, string>>;
  };
  readonly labels: Readonly<Record<string, string>>;
}

/** A page of the feed. */
export interface FeedPage {
  readonly page: { readonly total: number; readonly prev?: string; readonly next?: string };
  readonly data: readonly FeedEvent[];
}

/** An answer; `json` holds the text where it isn't JSON. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: T;
}

type Query = Readonly<Record<string, string | number | bigint>>;

/** Headers beside or instead of the usual ones; null takes one away. */
export type HeaderChanges = Readonly<Record<string, string | null>>;

/** A simulator of its own, on a clock that stands still. */
export interface TestInstance {
  readonly url: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly clock: ManualClock;
  exchange(form: Query): Promise<Answer<TokenAnswer>>;
  get<T = FeedPage>(path: string, query?: Query, changes?: HeaderChanges): Promise<Answer<T>>;
  /** A page of the feed. @throws Error for any other status than 200 */
  page(query: Query): Promise<FeedPage>;
  /** As `get`. @throws Error for any other status than 200 */
  ask<T>(path: string, query?: Query): Promise<T>;
}

/** What an exchange answers. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
  readonly expiration: number;
  readonly errorCode?: string;
}

export const instanceId = '5f0a1c92-3f54-4f7e-9d0c-6b0c1de0a001';
export const grant = 'urn:ibm:params:oauth:grant-type:apikey';
export const feed = '/api/v1/secureEvents';

/** Starts a simulator that ends with the test, and exchanges a key. */
export async function openInstance(
  options: SimulatorOptions = {},
  apikey = 'DEMO-IBM-API-KEY',
): Promise<TestInstance> {
  const clock = createManualClock();
  const { url, profile, close } = await startSimulator({ clock, ...options });
  onTestFinished(close);
  const exchange = async (form: Query) => {
    const body = new URLSearchParams(textsOf(form));
    return answerOf<TokenAnswer>(await fetch(`${url}/identity/token`, { method: 'POST', body }));
  };
  const { json } = await exchange({ grant_type: grant, apikey });
  const usual = { Authorization: `Bearer ${json.access_token}`, IBMInstanceID: instanceId };
  const get = async <T>(path: string, query: Query = {}, changes: HeaderChanges = {}) => {
    const headers = Object.entries({ ...usual, ...changes }).flatMap(([name, value]) =>
      value === null ? [] : [[name, value] as [string, string]],
    );
    const search = new URLSearchParams(textsOf(query)).toString();
    return answerOf<T>(await fetch(`${url}${path}${search && `?${search}`}`, { headers }));
  };
  const ask = async <T>(path: string, query: Query = {}) => {
    const answer = await get<T>(path, query);
    if (answer.status === 200) return answer.json;
    throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  };
  return { url, profile, clock, exchange, get, ask, page: (query) => ask<FeedPage>(feed, query) };
}

/** The clock's time in nanoseconds, moved by minutes. */
export function nanos(clock: ManualClock, minutes = 0): bigint {
  return BigInt(clock.now() + minutes * 60_000) * 1_000_000n;
}

/** The time that an id carries. */
export const timeOfId = (id: string) => BigInt(`0x${id.slice(0, 16)}`);

const textsOf = (values: Query): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) as T };
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
