import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Session } from '../../../../src/api/session.ts';
import type { CommandContext, CommandInput } from '../../../../src/features/feature.ts';
import { activityCommand, commands } from '../../../../src/features/registry-activity/command.ts';
// Loaded now: a command loads it while a manual clock would run on.
import '../../../../src/features/registry-activity/run-follow.ts';
import { plain } from '../../../fixtures/activity-tracking/samples.ts';
import { text } from '../../../support/http-server.ts';
import { type LoggedEvent, startLogServer } from '../../../support/log-query-server.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import { activitySession } from './activity-session.ts';

let folder = '';
let clock: ManualClock;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scandeck-activity-'));
  clock = createManualClock();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true });
});

type Row = { readonly id: string; readonly late: boolean };

function start(options: CommandInput['options'], session?: Session, command = activityCommand) {
  const rows: Row[] = [];
  const told: string[] = [];
  const stop = new AbortController();
  const summaries: unknown[] = [];
  const context: CommandContext = {
    globals: { readOnly: false, env: {} },
    ...{ clock, signal: stop.signal, write: async () => {} },
    session: () => (session ? Promise.resolve(session) : Promise.reject(new Error('no session'))),
    records: () => ({
      add: async (added) => void rows.push(...(added as readonly Row[])),
      end: async (summary) => void summaries.push(summary),
    }),
    narrate: (line) => told.push(line),
  };
  const exit = command.run(context, { arguments: [], options });
  return { rows, told, summaries, stop, exit, ids: () => rows.map(({ id }) => id) };
}

async function open(events: readonly LoggedEvent[], tiers?: readonly string[]) {
  const server = await startLogServer({ clock, events, ...(tiers && { tiers }) });
  ends.push(() => server.close());
  const session = await activitySession(server.url, clock);
  ends.push(() => session.close());
  return session;
}

/** A session with a log that answers each query with the same stream. */
async function openStream(stream: string): Promise<Session> {
  const fault = () => text(stream, 'text/event-stream');
  const server = await startLogServer({ clock, events: [], fault });
  ends.push(() => server.close());
  const session = await activitySession(server.url, clock);
  ends.push(() => session.close());
  return session;
}

const back = (id: string, minutes: number, arrivesIn = 0): LoggedEvent => {
  const atMs = clock.now() - minutes * 60_000;
  return { logId: id, atMs, arrivesMs: atMs + arrivesIn };
};

/** Lets time pass until so many rows were printed, and what is under way has ended. */
async function has({ rows }: { readonly rows: readonly Row[] }, count: number, session: Session) {
  while (rows.length < count) {
    await session.activity.idle();
    await clock.advance(100);
  }
  await session.activity.idle();
}

test('lists the newest first', async () => {
  const session = await open([back('a', 3), back('b', 2), back('c', 60 * 30)]);
  const run = start({}, session);
  expect(await run.exit).toBe(0);
  expect(run.ids()).toEqual(['b', 'a']);
  expect(run.summaries).toMatchObject([{ total: 2, truncated: false }]);
});

test('doubts an outcome and a severity that no document has, and asks for them', async () => {
  const session = await open([back('a', 3)]);
  const run = start({ outcome: ['failed', 'success'], severity: ['high'] }, session);
  expect(await run.exit).toBe(0);
  expect(run.rows).toEqual([]);
  expect(run.told.slice(0, 2)).toEqual([
    'no outcome is called failed: write success, failure, pending',
    'no severity is called high: write normal, warning, critical',
  ]);
});

test('counts what it can’t read once, and only of the time that was asked for', async () => {
  const at = (days: number) => String((clock.now() - days * 86_400_000) * 1000);
  const row = (days: number) => ({
    metadata: [{ key: 'timestampMicros', value: at(days) }],
    user_data: 'no event',
  });
  const answer = JSON.stringify({ result: { results: [row(3), row(30)] } });
  const session = await openStream(`data: ${answer}\n\n`);
  const run = start({ since: '20d' }, session);
  expect(await run.exit).toBe(5);
  expect(run.summaries).toMatchObject([{ total: null, truncated: true, limited: false }]);
  expect(JSON.stringify(run.summaries)).toContain('1 log record could not be decoded');
});

test('lists every event of a record that holds several', async () => {
  const eventTime = new Date(clock.now() - 60_000).toISOString();
  const events = ['image.push', 'image.tag'].map((name) => {
    return { ...plain, eventTime, action: `container-registry.${name}` };
  });
  const micros = String((clock.now() - 60_000) * 1000);
  const row = {
    metadata: [
      { key: 'logid', value: 'log-1' },
      { key: 'timestampMicros', value: micros },
    ],
    user_data: JSON.stringify(events),
  };
  const session = await openStream(`data: ${JSON.stringify({ result: { results: [row] } })}\n\n`);
  const run = start({}, session);
  expect(await run.exit).toBe(0);
  expect(run.rows).toHaveLength(2);
});

test('says where else to look when there is nothing', async () => {
  const session = await open([back('a', 3)], ['archive']);
  const run = start({}, session);
  expect(await run.exit).toBe(0);
  expect(run.told.join()).toContain('--tier archive');
});

test('says that it waits for the limit, and for how long where that is known', async () => {
  const others = Array.from({ length: 10 }, () => clock.now());
  const server = await startLogServer({ clock, events: [back('a', 3)], others });
  ends.push(() => server.close());
  const session = await activitySession(server.url, clock);
  ends.push(() => session.close());
  const run = start({}, session);
  await has(run, 1, session);
  expect(await run.exit).toBe(0);
  expect(run.told.slice(1)).toEqual([
    expect.stringMatching(/^waiting until [\d:]{8}Z: the vendor refused a query; 0 rows so far$/),
  ]);
  expect(clock.pending()).toBe(0);
});

/** A server that refuses so many queries within its answers, and knows one event. */
async function openRefusing(count: number) {
  let refusals = 0;
  const refusal = { error: { message: 'slow down', code: { rate_limit_reached: {} } } };
  const fault = () => {
    refusals += 1;
    if (refusals > count) return null;
    return text(`: success\ndata: ${JSON.stringify(refusal)}\n\n`, 'text/event-stream');
  };
  const server = await startLogServer({ clock, events: [back('a', 3)], fault });
  ends.push(() => server.close());
  const session = await activitySession(server.url, clock);
  ends.push(() => session.close());
  return { session, server };
}

test('waits out a refusal that is told within an answer, too', async () => {
  const { session } = await openRefusing(2);
  const run = start({}, session);
  await has(run, 1, session);
  expect(await run.exit).toBe(0);
  const told = run.told.filter((line) => line.startsWith('waiting'));
  expect(told).toEqual(
    Array.from({ length: 2 }, () =>
      expect.stringMatching(/^waiting until [\d:]{8}Z: the vendor refused a query; 0 rows so far$/),
    ),
  );
});

test('does not wait for ever', async () => {
  const { session, server } = await openRefusing(100);
  const run = start({}, session);
  const refused = expect(run.exit).rejects.toThrow('slow down');
  while (server.requests.length < 4) {
    await session.activity.idle();
    await clock.advance(1000);
  }
  await refused;
  expect(server.requests).toHaveLength(4);
});

test('names the tier where it is not the usual one', async () => {
  const session = await open([back('a', 3)], ['archive']);
  const before = start({}, session);
  await before.exit;
  expect(before.told[0]).toMatch(/^activity-tracking: \S+ to \S+$/);
  expect(before.told).toContain('0 events');
  await start({ tier: 'archive' }, session).exit;
  const remembered = start({}, session);
  await remembered.exit;
  expect(remembered.ids()).toEqual(['a']);
  expect(remembered.told).toEqual([expect.stringMatching(/Z, tier archive$/)]);
  expect(remembered.summaries).toMatchObject([{ warnings: [] }]);
  const tail = start({ follow: true }, session);
  await has(tail, 1, session);
  tail.stop.abort();
  await tail.exit;
  expect(tail.told).toEqual(['activity-tracking: following, tier archive']);
});

test('follows, marks what is late, and goes on from its cursor file', async () => {
  const events = [back('a', 3), back('b', 0.5)];
  const late = back('late', 1);
  const session = await open(events);
  const options = { follow: true, cursorFile: join(folder, 'cursor') };
  const first = start(options, session);
  await has(first, 2, session);
  first.stop.abort();
  expect(await first.exit).toBe(0);
  expect(first.ids()).toEqual(['a', 'b']);
  // Only now the log has it: how far the clock went depends on the disk.
  events.push(late);
  await clock.advance(60_000);
  const second = start(options, session);
  await has(second, 1, session);
  second.stop.abort();
  await second.exit;
  expect(second.rows.map(({ id, late }) => [id, late])).toEqual([['late', true]]);
});

test('a tail tells once of what it can’t read, and ends with 5', async () => {
  const metadata = [{ key: 'timestampMicros', value: String((clock.now() - 5000) * 1000) }];
  const answer = JSON.stringify({ result: { results: [{ metadata, user_data: 'no event' }] } });
  const session = await openStream(`data: ${answer}\n\n`);
  const run = start({ follow: true }, session);
  for (let poll = 0; poll < 3; poll += 1) {
    await session.activity.idle();
    await clock.advance(15_000);
  }
  await session.activity.idle();
  run.stop.abort();
  expect(await run.exit).toBe(5);
  const told = run.told.filter((line) => line.includes('could not be decoded'));
  expect(told).toEqual(['warning: 1 log record could not be decoded: left out']);
});

test('reads a file without a session, and exits with 5 where a line can’t be read', async () => {
  const path = join(folder, 'events.log');
  const line = (id: string, outcome = 'success') => JSON.stringify({ ...plain, id, outcome });
  writeFileSync(path, [line('a'), 'oops', line('b', 'failure'), line('c')].join('\n'));
  const run = start({ file: path });
  expect(await run.exit).toBe(5);
  expect(run.ids()).toEqual(['a', 'b', 'c']);
  expect(run.told[0]).toContain('line 2: is no JSON');
  const narrowed = start({ file: path, outcome: ['failure'], until: '2026-03-02' });
  await narrowed.exit;
  expect(narrowed.ids()).toEqual(['b']);
  const limited = start({ file: path, limit: '1' });
  await limited.exit;
  expect(limited.summaries).toMatchObject([{ truncated: true }]);
  expect(limited.told).toContain('the first 1 of the file, in its order');
  const none = start({ file: path, target: 'nobody' });
  await none.exit;
  expect(none.told).toContain('0 events');
  expect(none.summaries).toMatchObject([{ warnings: [expect.stringMatching(/^1 place of /)] }]);
});

test('leaves out what a file has twice, and counts it', async () => {
  const path = join(folder, 'events.log');
  const line = (id: string, eventTime = plain.eventTime) =>
    JSON.stringify({ ...plain, id, eventTime });
  const later = '2026-03-01T13:00:00.00+0000';
  writeFileSync(path, [line('a'), line('b'), line('a'), line('a', later), line('b')].join('\n'));
  const run = start({ file: path });
  expect(await run.exit).toBe(0);
  expect(run.ids()).toEqual(['a', 'b', 'a']);
  expect(run.told).toEqual([expect.stringMatching(/^2 doubles were left out: .* 50,000 events/)]);
  expect(run.summaries).toMatchObject([{ total: 3, truncated: false }]);
  const raw = start({ file: path, raw: true });
  await raw.exit;
  expect(raw.rows).toHaveLength(3);
});

test('lists the actions', async () => {
  const command = commands.find(({ name }) => name === 'activity actions');
  const run = start({ group: ['namespaces'] }, undefined, command);
  expect(await run.exit).toBe(0);
  expect(run.rows).toMatchObject([
    { action: 'container-registry.namespace.create', group: 'namespaces', kind: 'management' },
    { action: 'container-registry.namespace.delete' },
    { action: 'container-registry.namespace.list' },
  ]);
});

test.each<[CommandInput['options'], string]>([
  [{ tier: 'cold' }, 'is no tier'],
  [{ group: ['pods'] }, 'is no group'],
  [{ action: ['delete'] }, 'is no action'],
  [{ limit: 'all' }, 'whole number'],
  [{ since: '1h', until: '2h' }, '--since is after --until'],
  [{ follow: true, until: 'now' }, '--until does not go with --follow'],
  [{ file: 'x', query: 'y' }, '--query does not go with --file'],
  [{ cursorFile: 'x' }, '--cursor-file does not go with'],
])('%j is refused', async (options, message) => {
  await expect(start(options).exit).rejects.toThrow(message);
});
