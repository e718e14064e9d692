import { describe, expect, test } from 'vitest';
import {
  type FeedPage,
  feed,
  nanos,
  openInstance,
  type TestInstance,
  timeOfId,
} from './open-instance.ts';

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly timestamp: bigint;
  readonly containerId: string;
  readonly traceable: boolean;
  readonly cmdline?: string;
  readonly loginShellId?: number;
  readonly serverPort?: number;
  readonly filename?: string;
  readonly subResource?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly metrics?: Readonly<Record<string, string | null>>;
}

interface EntryPage {
  readonly page: { readonly total: number; readonly prev?: string; readonly next?: string };
  readonly data: readonly Entry[];
}

const audit = '/api/v2/activityAudit';

async function listed(
  instance: TestInstance,
  query: Readonly<Record<string, string | number>> = {},
) {
  const { clock } = instance;
  const window = { from: nanos(clock, -20), to: nanos(clock), limit: 9999 };
  return instance.ask<EntryPage>(`${audit}/events`, { ...window, ...query });
}

const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id);

describe('the list', () => {
  test('is newest first, and its ids tell the times', async () => {
    const instance = await openInstance();
    const { data, page } = await listed(instance);
    expect(page.total).toBe(data.length);
    expect(data.length).toBeGreaterThan(500);
    expect(data.some(({ type, subResource }) => type === 'kubernetes' && subResource === '')).toBe(
      true,
    );
    expect(ids(data)).toEqual(ids(data).toSorted().reverse());
    expect(new Set(ids(data)).size).toBe(data.length);
    for (const { id, timestamp } of data) expect(BigInt(timestamp)).toBe(timeOfId(id));
    expect(new Set(data.map(({ type }) => type))).toEqual(
      new Set(['command', 'connection', 'fileaccess', 'kubernetes']),
    );
  });

  test.each<[string, string, (entry: Entry) => boolean]>([
    ['types', 'commands,connection', ({ type }) => /^co/.test(type)],
    ['types', 'fileaccesses', ({ type }) => type === 'fileaccess'],
    [
      'filter',
      'serverport in (4444, 3333)',
      ({ serverPort }) => /^(4444|3333)$/.test(String(serverPort)),
    ],
    [
      'filter',
      'filename = "crontab" or cmdline = "whoami"',
      ({ filename, cmdline }) => filename === 'crontab' || cmdline === 'whoami',
    ],
    [
      'scopeFilter',
      'kubernetes.cluster.name = "prod:us-west"',
      ({ labels }) => labels['kubernetes.cluster.name'] === 'prod:us-west',
    ],
  ])('is narrowed by %s: %s', async (name, value, fits) => {
    const instance = await openInstance();
    const all = await listed(instance);
    const found = await listed(instance, { [name]: value });
    expect(found.data).toEqual(all.data.filter(fits));
    expect(found.data.length).toBeGreaterThan(0);
  });

  test('goes on by its cursors, either way', async () => {
    const instance = await openInstance();
    const { data } = await listed(instance, { types: 'commands' });
    const first = await listed(instance, { types: 'commands', limit: 10 });
    const query = { types: 'commands', limit: 10 };
    const older = await instance.ask<EntryPage>(`${audit}/events`, {
      ...{ ...query, cursor: first.page.prev ?? '' },
    });
    expect(ids(older.data)).toEqual(ids(data.slice(10, 20)));
    const newer = await instance.ask<EntryPage>(`${audit}/events`, {
      ...{ ...query, cursor: older.page.next ?? '' },
    });
    expect(ids(newer.data)).toEqual(ids(first.data));
    expect(newer.page.next).toBeUndefined();
  });

  test.each([
    { types: 'files' },
    { filter: 'colour = "red"' },
    { filter: 'kubernetes.pod.name = "a"' },
    { scopeFilter: 'pid = 1' },
    { limit: 10_000 },
    { cursor: 'LTEy' },
  ])('of %j is refused with 400', async (query) => {
    const { get, clock } = await openInstance();
    const window = { from: nanos(clock, -1), to: nanos(clock) };
    expect((await get(`${audit}/events`, { ...window, ...query })).status).toBe(400);
  });
});

test('the summary counts the list by type and minute', async () => {
  const instance = await openInstance();
  const { data } = await listed(instance);
  const [summary] = await instance.ask<
    readonly { step: number; values: Record<string, readonly (readonly [bigint, number])[]> }[]
  >(`${audit}/summary`, { from: nanos(instance.clock, -20), to: nanos(instance.clock) });
  expect(summary?.step).toBe(60_000_000_000);
  for (const [type, points] of Object.entries(summary?.values ?? {})) {
    const counted = points.reduce((sum, [, count]) => sum + count, 0);
    expect(counted).toBe(data.filter((entry) => entry.type === type).length);
  }
});

describe('one entry', () => {
  test.each(['command', 'commands'])('comes by its type %s', async (word) => {
    const instance = await openInstance();
    const [entry] = (await listed(instance, { types: 'commands' })).data;
    const path = `${audit}/events/${word}/${entry?.id}`;
    expect(await instance.ask(path)).toEqual(entry);
    const metrics = '["host.hostName","none"]';
    const enriched = await instance.ask<Entry>(path, { metrics });
    expect(enriched.metrics).toEqual({
      'host.hostName': entry?.labels['host.hostName'],
      none: null,
    });
    expect((await instance.get(path, { metrics: 'host' })).status).toBe(400);
  });

  test('is not found under another type or id', async () => {
    const instance = await openInstance();
    const [entry] = (await listed(instance, { types: 'commands' })).data;
    const status = async (tail: string) => (await instance.get(`${audit}/events/${tail}`)).status;
    expect(await status(`connections/${entry?.id}`)).toBe(404);
    expect(await status(`commands/${'0'.repeat(32)}`)).toBe(404);
    expect(await status(`files/${entry?.id}`)).toBe(400);
  });
});

describe('an attack', () => {
  test('is told the same by events, activity and trace', async () => {
    const instance = await openInstance();
    const { clock, ask, page } = instance;
    // Within an hour there is every plot; the one with a package manager starts with a shell.
    const all = await listed(instance, {
      from: String(nanos(clock, -70)),
      to: String(nanos(clock, -5)),
    });
    const shells = all.data.filter(({ traceable, type }) => traceable && type === 'command');
    expect(shells.length).toBeGreaterThan(2);
    const traces = [];
    for (const { id } of shells) {
      traces.push((await ask<EntryPage>(`${audit}/events/commands/${id}/trace`)).data);
    }
    const trace = traces.find((entries) =>
      entries.some(({ cmdline }) => cmdline?.startsWith('apt-get')),
    );
    expect(new Set(trace?.map(({ type }) => type))).toEqual(
      new Set(['command', 'connection', 'fileaccess', 'kubernetes']),
    );
    expect(trace?.some(({ cmdline }) => cmdline === 'whoami')).toBe(true);
    expect(new Set(trace?.map(({ containerId }) => containerId)).size).toBe(1);
    expect(ids(trace ?? [])).toEqual(ids(trace ?? []).toSorted());
    const started = timeOfId(trace?.[0]?.id ?? '');
    const { data } = await page({
      ...{ from: started, to: started + 120_000_000_000n, limit: 999 },
      filter: `containerId = "${trace?.[0]?.containerId}"`,
    });
    const alarms = data.map(({ content }) => content.ruleName);
    expect(alarms).toContain('Terminal shell in container');
    expect(alarms).toContain('Launch Package Management Process in Container');
    expect(alarms).toContain('Outbound Connection to C2 Servers');
    expect(alarms).toContain('Write below etc');
    const pids = new Set(data.map(({ content }) => Number(content.fields?.['proc.pid'])));
    const shell = trace?.find(({ traceable, type }) => traceable && type === 'command');
    expect(pids).toContain(shell?.loginShellId);
  });

  test('alone can be traced', async () => {
    const instance = await openInstance();
    const { data } = await listed(instance, { types: 'commands' });
    const plain = data.find(({ traceable }) => !traceable);
    const path = `${audit}/events/commands/${plain?.id}/trace`;
    expect((await instance.get(path)).status).toBe(422);
    expect((await instance.get(path, { limit: 0 })).status).toBe(400);
  });
});

test('a Reader sees events, and neither activity nor vulnerabilities', async () => {
  const { get, clock } = await openInstance({}, 'READER-IBM-API-KEY');
  const window = { from: nanos(clock, -1), to: nanos(clock) };
  expect((await get<FeedPage>(feed, window)).json.data.length).toBeGreaterThan(0);
  for (const path of [`${audit}/events`, '/secure/vulnerability/v1/runtime-results']) {
    const { status, json } = await get(path, window);
    expect(status).toBe(403);
    expect(json).toMatchObject({ type: 'forbidden', message: expect.stringMatching(/Writer/) });
  }
});
