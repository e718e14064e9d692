import { onTestFinished } from 'vitest';
import { startSimulator } from '../../../../src/simulator/server.ts';
import type { XraySetting } from '../../../../src/simulator/xray/setting.ts';
import type { XrayTruth } from '../../../../src/simulator/xray/truth.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';

/** A policy of an audit event. */
export interface AuditPolicy {
  readonly policy_name: string;
  readonly policy_id: number;
  readonly dry_run: boolean;
  readonly condition_name: string;
  readonly condition_category: string;
  readonly result: string;
  readonly policy_reason: string;
  readonly explanation?: string;
  readonly recommendation?: string;
}

/** An audit event. */
export interface AuditEvent {
  readonly id: number;
  readonly created_at: string;
  readonly action: string;
  readonly package_type: string;
  readonly package_name: string;
  readonly package_version: string;
  readonly package_url: string;
  readonly reason: string;
  readonly username: string;
  readonly user_mail: string;
  readonly policies: readonly AuditPolicy[] | null;
}

/** A page of audit events. */
export interface AuditPage {
  readonly data: readonly AuditEvent[] | null;
  readonly meta: {
    readonly total_count?: number;
    readonly result_count: number;
    readonly next_offset?: number | null;
    readonly num_of_rows: number;
    readonly created_at_start: string;
    readonly created_at_end: string;
  };
}

/** Parameters of a call, or the query itself. */
export type Query = string | Readonly<Record<string, string | number | boolean>>;

/** A simulator of its own, on a clock that stands still. */
export interface TestPlatform {
  readonly url: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly clock: ManualClock;
  readonly truth: XrayTruth;
  /** Asks with the demo's token, or with these headers. */
  get(query?: Query, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** @throws Error for any other status than 200 */
  page(query?: Query): Promise<AuditPage>;
  /** All pages, one after the other. @throws Error for any other status than 200 */
  walk(query: Readonly<Record<string, string | number>>): Promise<readonly AuditEvent[]>;
}

export const path = '/xray/api/v1/curation/audit/packages';
export const hourMs = 3_600_000;

/** The clock's time moved by hours, as RFC 3339 has it. */
export const hoursFrom = (clock: ManualClock, hours: number) =>
  new Date(clock.now() + hours * hourMs).toISOString();

/** Starts a simulator that ends with the test. */
export async function openPlatform(xray: XraySetting = {}, faults = ''): Promise<TestPlatform> {
  const clock = createManualClock();
  const { url, profile, truth, close } = await startSimulator({ clock, xray, faults });
  onTestFinished(close);
  const get: TestPlatform['get'] = (query = {}, headers = token) =>
    fetch(
      `${url}${path}?${typeof query === 'string' ? query : new URLSearchParams(texts(query))}`,
      {
        headers,
      },
    );
  const page = async (query?: Query): Promise<AuditPage> => {
    const answer = await get(query);
    const text = await answer.text();
    if (answer.status === 200) return JSON.parse(text);
    throw new Error(`${answer.status}: ${text}`);
  };
  const walk: TestPlatform['walk'] = async (query) => {
    const rows: AuditEvent[] = [];
    for (;;) {
      const { data, meta } = await page({ ...query, offset: rows.length });
      rows.push(...(data ?? []));
      if (!meta.next_offset) return rows;
    }
  };
  return { url, profile, clock, truth, get, page, walk };
}

const token = { authorization: 'Bearer demo-jfrog-token' };

const texts = (query: Exclude<Query, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
