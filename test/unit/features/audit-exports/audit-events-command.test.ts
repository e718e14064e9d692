import { afterEach, describe, expect, test } from 'vitest';
import { auditEventsCommand } from '../../../../src/features/audit-exports/audit-events-command.ts';
import type { CommandInput } from '../../../../src/features/feature.ts';
import { runCommand } from '../../../support/command-run.ts';
import { type Handler, startServer } from '../../../support/http-server.ts';
import { serveAudit, type WireEvent, wireEvent } from './audit-server.ts';
import { openXraySession, startMs } from './xray-session.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function list(events: readonly WireEvent[] | Handler, options: CommandInput['options'] = {}) {
  const handler = typeof events === 'function' ? events : serveAudit(() => events);
  const server = await startServer(handler);
  const session = openXraySession(server.url);
  open.push(session, server);
  const run = runCommand(auditEventsCommand, { options }, session);
  const exitCode = await run.exitCode;
  return { ...run, exitCode, server };
}

/** A server that does not tell which time it looked at. */
const withoutBounds = (events: readonly WireEvent[]) =>
  serveAudit(() => events, {
    meta: ({ created_at_start: _start, created_at_end: _end, ...rest }) => rest,
  });

const ago = (minutes: number) => startMs - minutes * 60_000;
const ids = ({ lines }: { readonly lines: readonly string[] }) =>
  lines.map((line) => Number(JSON.parse(line).id));

describe('audit-events', () => {
  test('prints what is known of an event, and null for the rest', async () => {
    const { lines, exitCode } = await list([wireEvent(174, ago(5))]);
    expect(exitCode).toBe(0);
    const none = { reason: null, explanation: null, recommendation: null };
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      ...{ source: 'xray', id: '174', at: '2026-11-21T11:55:00Z' },
      ...{ action: 'blocked', outcome: 'blocked', reason: 'Policy violations', dryRun: false },
      package: {
        ...{ type: 'Docker', name: 'acme/drupal', version: 'latest' },
        url: 'https://registry.example/v2/acme/drupal/manifests/latest',
      },
      repository: { server: null, name: 'docker-remote', project: 'default' },
      origin: { server: 'server-one', name: 'docker-remote', project: 'default', event: null },
      ...{ user: 'user-one', mail: null },
      publicRepo: { name: 'Docker Hub', url: 'https://registry.example' },
      ...{ ecosystem: null, onDemand: null },
      policies: [
        {
          ...{ name: 'onlyOfficial', id: '3', dryRun: false, category: 'operational' },
          ...{ condition: 'Image is not Docker Hub official', result: null, ...none },
        },
      ],
    });
  });

  test('takes null for no policies, and says what a dry run is', async () => {
    const events = [wireEvent(1, ago(9), { action: 'Approved', policies: null })];
    const real = await list(events);
    expect(real.records[0]).toMatchObject({ outcome: 'approved', dryRun: false, policies: [] });
    const dry = await list(events, { dryRun: true });
    expect(dry.records[0]).toMatchObject({ outcome: 'dry-run', action: 'Approved', dryRun: true });
    expect(dry.server.requests[0]?.query.get('dry_run')).toBe('true');
  });

  test('lists the newest first over several windows, and says when there are more', async () => {
    const days = [20, 13, 8, 7, 2, 1, 0.5];
    const events = days.map((day, index) => wireEvent(index + 1, ago(day * 1440)));
    const all = await list(events, { since: '21d', limit: '0' });
    expect(ids(all)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(all.summary()).toMatchObject({ total: 7, truncated: false, warnings: [] });
    const some = await list(events, { since: '21d', limit: '2' });
    expect(ids(some)).toEqual([7, 6]);
    expect(some.summary()).toMatchObject({ total: null, truncated: true });
    const exact = await list(events, { since: '21d', limit: '7' });
    expect(exact.summary()).toMatchObject({ total: 7, truncated: false });
  });

  test('says once that a server does not tell its window, and blames no limit', async () => {
    const events = [20, 13, 1].map((day, index) => wireEvent(index + 1, ago(day * 1440)));
    const { exitCode, summary } = await list(withoutBounds(events), { since: '21d', limit: '0' });
    expect(exitCode).toBe(5);
    expect(summary()).toMatchObject({
      ...{ total: 3, truncated: true, limited: false },
      warnings: [expect.stringContaining('does not say which time it looked at')],
    });
  });

  test('asks for no more than it prints', async () => {
    const events = Array.from({ length: 500 }, (_, index) =>
      wireEvent(index + 1, ago(600 - index)),
    );
    const { server, summary } = await list(events, { limit: '200' });
    expect(server.requests.map(({ query }) => query.get('num_of_rows'))).toEqual(['201']);
    expect(summary()?.warnings).toEqual(['the server counts about 500 events in that time']);
  });

  const mixed = [
    wireEvent(1, ago(50), {
      package_type: 'npm',
      package_name: 'lodash',
      package_version: '4.17.21',
    }),
    wireEvent(2, ago(40), { package_type: 'NPM', action: 'approved', policies: null }),
    wireEvent(3, ago(30), { username: 'robot-7', package_name: 'lodash.merge' }),
    wireEvent(4, ago(20), { policies: [{ policy_name: 'no-gpl', policy_id: 8 }] }),
  ];

  test.each<[CommandInput['options'], readonly number[]]>([
    [{ type: ['npm'] }, [2, 1]],
    [{ action: ['Blocked'], type: ['npm'] }, [1]],
    [{ package: ['lodash'] }, [1]],
    [{ package: ['LODASH*'] }, [3, 1]],
    [{ package: ['lodash:4.17.21', 'acme/*'] }, [4, 2, 1]],
    [{ user: ['robot-7'] }, [3]],
    [{ policy: ['no-gpl'] }, [4]],
    [{ policy: ['3'] }, [3, 1]],
    [{ type: ['(.*)'] }, []],
  ])('chooses by %j, and says that the server did not', async (options, expected) => {
    const run = await list(mixed, options);
    expect(ids(run)).toEqual(expected);
    const { total, warnings } = run.summary() ?? {};
    expect(total).toBe(expected.length);
    const what = `${expected.length} of the 4 events that were read of 2026-11-20T12:00:00Z to 2026-11-21T12:00:00Z`;
    expect(warnings).toEqual([`the server has no such filter: scandeck chose ${what}`]);
  });

  test('reads on until it has found enough, and no further', async () => {
    const events = Array.from({ length: 5000 }, (_, index) =>
      wireEvent(index + 1, startMs - (5000 - index) * 1000, {
        action: index % 1000 === 0 ? 'blocked' : 'approved',
      }),
    );
    const run = await list(events, { action: ['blocked'], limit: '2' });
    expect(ids(run)).toEqual([4001, 3001]);
    expect(run.summary()).toMatchObject({ total: null, truncated: true });
  });

  test("--raw prints the vendor's objects, numbers intact", async () => {
    const row = '{"id":90071992547409931,"created_at":"2026-11-21T11:00:00Z","new":1}';
    const meta =
      '"created_at_start":"2026-11-20T11:59:59Z","created_at_end":"2026-11-21T12:00:00Z"';
    const { lines } = await list(() => ({ body: `{"data":[${row}],"meta":{${meta}}}` }), {
      raw: true,
    });
    expect(lines).toEqual([row]);
  });

  test('says what could not be read, and what is gone', async () => {
    const unreadable = { ...wireEvent(2, ago(3)), id: {} } as unknown as WireEvent;
    const { exitCode, summary } = await list([wireEvent(1, ago(4)), unreadable]);
    expect(exitCode).toBe(5);
    expect(summary()?.warnings).toEqual(['1 event could not be read: left out']);
    const old = await list([], { since: '40d' });
    expect(old.exitCode).toBe(5);
    expect(old.summary()?.warnings).toEqual([
      'Xray keeps audit events for 30 days: what was before 2026-10-22T12:00:00Z is probably gone',
    ]);
  });

  test('takes nothing for gone where the server keeps it longer', async () => {
    const events = [39, 2].map((day, index) => wireEvent(index + 1, ago(day * 1440)));
    const { exitCode, summary, lines } = await list(events, { since: '40d', limit: '0' });
    expect(summary()).toMatchObject({ total: 2, truncated: false, warnings: [] });
    expect({ exitCode, rows: lines.length }).toEqual({ exitCode: 0, rows: 2 });
  });

  test.each<[CommandInput['options'], string]>([
    [{ since: '1d', until: '2d' }, '--since is not before --until'],
    [{ limit: 'many' }, '--limit many is not a whole number'],
    [{ action: [''] }, '--action is empty'],
  ])('%j is refused before anything is asked', async (options, message) => {
    const run = runCommand(auditEventsCommand, { options });
    await expect(run.exitCode).rejects.toThrow(message);
  });
});
