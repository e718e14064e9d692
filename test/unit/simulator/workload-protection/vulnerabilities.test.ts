import { describe, expect, test } from 'vitest';
import { type FeedEvent, nanos, openInstance, type TestInstance } from './open-instance.ts';

interface Row {
  readonly resultId: string;
  readonly mainAssetName?: string;
  readonly resourceId?: string;
  readonly pullString?: string;
  readonly scope?: Readonly<Record<string, string>>;
  readonly policyEvaluationResult?: string;
  readonly vulnTotalBySeverity: Readonly<Record<string, number>>;
  readonly runningVulnTotalBySeverity?: Readonly<Record<string, number>>;
}

interface Rows {
  readonly page: { readonly total: number; readonly next?: string };
  readonly data: readonly Row[];
}

interface Report {
  readonly metadata: Readonly<Record<string, string>>;
  readonly packages: Readonly<
    Record<string, { readonly vulnerabilitiesRefs: readonly string[] | null }>
  >;
  readonly vulnerabilities: Readonly<
    Record<string, { readonly severity: string; readonly packageRef: string }>
  >;
  readonly policies: { readonly globalEvaluation: string };
}

interface Legacy {
  readonly vulns: readonly { readonly severity: string; readonly vuln: string }[];
  readonly canLoadMore: boolean;
}

const current = '/secure/vulnerability/v1';
const legacy = '/api/scanning/v1';

/** Events in containers, newest first. */
async function alarms({ page, clock }: TestInstance): Promise<readonly FeedEvent[]> {
  const window = { from: nanos(clock, -60), to: nanos(clock), limit: 999 };
  return (await page({ ...window, filter: 'containerId != ""' })).data;
}

/** The filter that finds an event's workload. */
const workloadOf = ({ labels }: FeedEvent) =>
  ['cluster', 'namespace', 'workload']
    .map((place) => `kubernetes.${place}.name = "${labels[`kubernetes.${place}.name`]}"`)
    .join(' and ');

const sum = (totals: Readonly<Record<string, number>>) =>
  Object.values(totals).reduce((total, count) => total + count, 0);

test("an event's workload leads to its image's result", async () => {
  const instance = await openInstance();
  const seen = new Set<string>();
  for (const event of (await alarms(instance)).slice(0, 12)) {
    const { data } = await instance.ask<Rows>(`${current}/runtime-results`, {
      filter: workloadOf(event),
    });
    const { labels } = event;
    const name = `${labels['container.image.repo']}:${labels['container.image.tag']}`;
    const row = data.find(({ mainAssetName }) => mainAssetName === name);
    expect(row?.resourceId?.slice(7, 19)).toBe(labels['container.image.id']);
    const report = await instance.ask<Report>(`${current}/results/${row?.resultId}`);
    expect(report.metadata.digest).toBe(labels['container.image.digest']);
    expect(report.policies.globalEvaluation).toBe(row?.policyEvaluationResult);
    const found = Object.values(report.vulnerabilities);
    expect(found).toHaveLength(sum(row?.vulnTotalBySeverity ?? {}));
    expect(found.every(({ packageRef }) => packageRef in report.packages)).toBe(true);
    const named = Object.values(report.packages).flatMap(
      ({ vulnerabilitiesRefs }) => vulnerabilitiesRefs ?? [],
    );
    expect(new Set(named)).toEqual(new Set(Object.keys(report.vulnerabilities)));
    seen.add(name);
  }
  expect(seen.size).toBeGreaterThan(4);
});

describe('results', () => {
  test.each(['runtime', 'registry', 'pipeline'])('of the %s come page by page', async (stage) => {
    const { ask } = await openInstance();
    const path = `${current}/${stage}-results`;
    const whole = await ask<Rows>(path, { limit: 1000 });
    const rows: Row[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page: Rows = await ask<Rows>(path, { limit: 120, ...(cursor && { cursor }) });
      expect(page.page.total).toBe(whole.page.total);
      rows.push(...page.data);
      cursor = page.page.next;
    }
    expect(rows).toHaveLength(whole.page.total);
    expect(new Set(rows.map(({ resultId }) => resultId)).size).toBe(rows.length);
    expect(rows.slice(0, 1000)).toEqual(whole.data);
  });

  test('are sorted by the worst, and filtered by what runs', async () => {
    const { ask } = await openInstance();
    const path = `${current}/runtime-results`;
    const worst = await ask<Rows>(path, { sort: 'vulnTotalBySeverity', order: 'desc', limit: 50 });
    const critical = worst.data.map(({ vulnTotalBySeverity }) => vulnTotalBySeverity.critical ?? 0);
    expect(critical).toEqual(critical.toSorted((a, b) => b - a));
    const quiet = await ask<Rows>(path, { filter: 'hasRunningVulns = false', limit: 1000 });
    expect(quiet.data.length).toBeGreaterThan(0);
    expect(quiet.data.every((row) => sum(row.runningVulnTotalBySeverity ?? {}) === 0)).toBe(true);
    const named = await ask<Rows>(`${current}/registry-results`, {
      filter: 'freeText = "library/nginx" and vendor = "docker.io"',
    });
    expect(named.data).toHaveLength(4);
  });

  test.each([
    { filter: 'digest = "a"' },
    { filter: 'freeText =' },
    { limit: 0 },
    { cursor: 'x' },
    { sort: 'name' },
  ])('of %j are refused with 400', async (query) => {
    const { get } = await openInstance();
    const { status, json } = await get(`${current}/runtime-results`, query);
    expect(status).toBe(400);
    expect(json).toMatchObject({ type: 'bad_request', details: [] });
  });

  test('of an unknown id are not found', async () => {
    const { get } = await openInstance();
    expect((await get(`${current}/results/${'0'.repeat(32)}`)).status).toBe(404);
  });

  test('may be asked for 60 times a minute, and say what is left', async () => {
    const { get, clock } = await openInstance();
    const path = `${current}/runtime-results`;
    const first = await get(path, { limit: 1 });
    expect(first.headers.get('x-ratelimit-remaining')).toBe('59');
    expect(first.headers.get('x-ratelimit-reset')).toBe(String(clock.now() / 1000 + 60));
    for (let call = 1; call < 60; call += 1) {
      expect((await get(path, { limit: 1 })).status).toBe(200);
    }
    const refused = await get(path, { limit: 1 });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
  });
});

describe('the retired engine', () => {
  test('is gone by itself', async () => {
    const { get } = await openInstance();
    expect((await get(`${legacy}/results`)).status).toBe(410);
  });

  test.each(['legacy', 'both'] as const)(
    'tells the same findings with engines: %s',
    async (engines) => {
      const instance = await openInstance({ workloadProtection: { engines } });
      const { ask, get } = instance;
      const [event] = await alarms(instance);
      const digest = event?.labels['container.image.digest'] ?? '';
      const { vulns, canLoadMore } = await ask<Legacy>(
        `${legacy}/images/${digest}/vulnDirect/all`,
        {
          limit: 1000,
        },
      );
      expect(canLoadMore).toBe(false);
      const parts = await Promise.all(
        ['os', 'non-os'].map((type) =>
          ask<Legacy>(`${legacy}/images/${digest}/vulnDirect/${type}`, { limit: 1000 }),
        ),
      );
      expect(parts.flatMap((part) => part.vulns)).toHaveLength(vulns.length);
      const runtime = await get<Rows>(`${current}/runtime-results`, {
        filter: event === undefined ? '' : workloadOf(event),
      });
      expect(runtime.status).toBe(engines === 'both' ? 200 : 404);
      if (engines === 'legacy') return;
      const tag = event?.labels['container.image.tag'];
      const row = runtime.json.data.find(({ mainAssetName }) => mainAssetName?.endsWith(`:${tag}`));
      expect(vulns).toHaveLength(sum(row?.vulnTotalBySeverity ?? {}));
    },
  );

  test('evaluates a policy for a tag', async () => {
    const instance = await openInstance({ workloadProtection: { engines: 'legacy' } });
    const [event] = await alarms(instance);
    const path = `${legacy}/images/${event?.labels['container.image.digest']}/policyEvaluation`;
    expect((await instance.get(path)).status).toBe(400);
    expect(await instance.ask(path, { tag: 'docker.io/a:1' })).toMatchObject({
      status: expect.stringMatching(/^(PASS|STOP)$/),
      results: [{ policyId: 'default' }],
    });
    expect((await instance.get(`${legacy}/images/sha256:0/vulnDirect/all`)).status).toBe(404);
  });

  test('had events of its own', async () => {
    const instance = await openInstance({ workloadProtection: { engines: 'legacy' } });
    const { page, clock } = instance;
    const { data } = await page({
      ...{ from: nanos(clock, -600), to: nanos(clock), filter: 'trigger = "policy_eval"' },
    });
    expect(data.length).toBeGreaterThan(0);
    expect(data.every(({ severity }) => severity === 0)).toBe(true);
  });
});

test('who calls, and their teams, are told', async () => {
  const { ask } = await openInstance();
  expect(await ask('/api/users/me')).toMatchObject({ user: { currentTeam: 50_006_626 } });
  expect(await ask('/api/v2/teams/light')).toMatchObject({
    total: 2,
    teams: [{ default: true }, {}],
  });
});
