import { onTestFinished } from 'vitest';
import { type SimulatorOptions, startSimulator } from '../../../../src/simulator/server.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';

/** A row of the search. */
export interface LogRow {
  readonly full_tag?: string;
  readonly manifest_digest?: string;
  readonly workloads: number;
  readonly scan_time: string;
  readonly source: string;
  readonly vulnerabilities_summary?: Readonly<Record<string, { readonly amount: number }>>;
  readonly has_malware?: boolean;
}

export interface SearchAnswer {
  readonly num_found: number;
  readonly results: readonly LogRow[];
}

export interface FacetAnswer {
  readonly terms: readonly {
    readonly field: string;
    readonly values: readonly { readonly name: string; readonly total: number }[];
  }[];
}

/** An answer, parsed. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly json: T;
}

/** How a call is made. */
export interface CallOptions {
  /** @default the demo's key */
  readonly token?: string | null;
  readonly org?: string;
  readonly instance?: string;
  readonly method?: string;
}

/** A simulator of its own, on a clock that stands still. */
export interface TestOrganisation {
  readonly url: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly clock: ManualClock;
  /** A body is posted as JSON; a text as it is. */
  call<T = unknown>(name: string, body?: unknown, options?: CallOptions): Promise<Answer<T>>;
  search(body: unknown): Promise<SearchAnswer>;
  /** The totals of each field. */
  facet(body: unknown): Promise<Readonly<Record<string, Readonly<Record<string, number>>>>>;
}

/** Starts a simulator that ends with the test. */
export async function openOrganisation(options: SimulatorOptions = {}): Promise<TestOrganisation> {
  const clock = createManualClock();
  const { url, profile, close } = await startSimulator({ clock, ...options });
  onTestFinished(close);
  const call = async <T>(
    name: string,
    body?: unknown,
    how: CallOptions = {},
  ): Promise<Answer<T>> => {
    const { token = 'DEMOSECRET/DEMOKEY001', org = 'SIM0ORG1', instance = 'containers' } = how;
    const response = await fetch(
      `${url}/${instance}/v1beta/orgs/${org}/inventory/scan_logs/${name}`,
      {
        method: how.method ?? (body === undefined ? 'GET' : 'POST'),
        headers: token === null ? {} : { 'X-AUTH-TOKEN': token },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      },
    );
    return {
      status: response.status,
      headers: response.headers,
      json: parsed<T>(response, await response.text()),
    };
  };
  const asked = async <T>(name: string, body: unknown): Promise<T> => {
    const { status, json } = await call<T>(name, body);
    if (status !== 200) throw new Error(`${name} answered ${status}: ${JSON.stringify(json)}`);
    return json;
  };
  return {
    url,
    profile,
    clock,
    call,
    search: (body) => asked('_search', body),
    facet: async (body) => {
      const { terms } = await asked<FacetAnswer>('_facet', body);
      return Object.fromEntries(terms.map(({ field, values }) => [field, totalsOf(values)]));
    },
  };
}

/** A window of whole days before the tests' day, as the criterion takes it. */
export function days(first: string, last: string) {
  return { start: `${first}T00:00:00Z`, end: `${last}T23:59:59Z` };
}

/** What tells one row from all others. */
export function identityOf(row: LogRow): string {
  return [row.manifest_digest, row.full_tag, row.scan_time, row.source].join(' ');
}

const totalsOf = (values: FacetAnswer['terms'][number]['values']) =>
  Object.fromEntries(values.map(({ name, total }) => [name, total]));

function parsed<T>(response: Response, text: string): T {
  const isJson = response.headers.get('content-type') === 'application/json';
  return (isJson ? JSON.parse(text) : undefined) as T;
}
