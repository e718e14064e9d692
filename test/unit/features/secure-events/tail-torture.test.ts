import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Command } from '../../../../src/features/feature.ts';
import { tailCommand } from '../../../../src/features/secure-events/command.ts';
import { between, fraction, pick, shuffled } from '../../../../src/simulator/random.ts';
import { runCommand } from '../../../support/command-run.ts';
import type { FakeSession } from '../../../support/fake-session.ts';
import { type Answer, html, json, startServer } from '../../../support/http-server.ts';
import { createFeed, eventAt, type FeedEvent } from './event-feed.ts';
import { openWorkloadSession, startMs, startNs } from './workload-session.ts';

const eventCount = 6000;
const feedMs = 120_000;
const mostLateMs = 45_000;
/** Late events are looked for in full every half minute. */
const settledMs = feedMs + mostLateMs + 60_000;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Fifty events a second, some in one nanosecond, some late; each page gives its first row twice. */
function unrulyFeed(seed: number) {
  const times = Array.from({ length: eventCount }, (_, n) => {
    const lot = Math.floor(fraction(seed, 'time', n) * feedMs * 1e6);
    return startNs + BigInt(n % 9 === 0 ? lot - (lot % 1_000_000_000) : lot);
  });
  const all = times.map((ns, n) => {
    const delay = fraction(seed, 'late', n) < 0.03 ? between(1, mostLateMs, seed, 'delay', n) : 0;
    return { event: eventAt(ns, n), arrivesMs: Number((ns - startNs) / 1_000_000n) + delay };
  });
  all.sort((a, b) => a.arrivesMs - b.arrivesMs);
  const feed = createFeed([], { doubles: true });
  let arrived = 0;
  return {
    ids: all.map(({ event }) => event.id),
    answer: (request: Parameters<typeof feed.answer>[0], elapsedMs: number) => {
      const end = all.findIndex(({ arrivesMs }) => arrivesMs > elapsedMs);
      const fresh: FeedEvent[] = all
        .slice(arrived, end < 0 ? all.length : end)
        .map(({ event }) => event);
      feed.add(...fresh);
      arrived += fresh.length;
      return feed.answer(request);
    },
  };
}

const failures: readonly Answer[] = [
  json({ message: 'slow' }, { status: 429, headers: { 'retry-after': '3' } }),
  json({ message: 'slow' }, { status: 429 }),
  json({}, { status: 503 }),
  html('Bad Gateway', 502),
  html('Sign in'),
  { fault: { kind: 'reset' } },
  { ...json({ page: { total: 9 }, data: [] }), fault: { kind: 'cut', afterBytes: 9 } },
];

/** When a tail is ended, without a chance to do anything about it. */
const deaths = ['while printing', 'before saving', 'while saving', 'while asking'] as const;
type Death = (typeof deaths)[number];

class Killed extends Error {}

/**
 * The command, which dies when it prints its first batch after `death` says so.
 *
 * @param lastIds told the ids of the last batch that was printed
 * @param share of that batch that gets out when it dies while printing
 */
function mortal(death: () => Death | null, lastIds: Set<unknown>, share: number): Command {
  return {
    ...tailCommand,
    run: (context, input) =>
      tailCommand.run(
        {
          ...context,
          records: (columns) => {
            const writer = context.records(columns);
            return {
              end: (summary) => writer.end(summary),
              add: async (rows) => {
                const now = death();
                const cut = now === 'while printing' ? Math.ceil(rows.length * share) : rows.length;
                const ids = JSON.parse(JSON.stringify(rows)).map(({ id }: FeedEvent) => id);
                // A long batch is printed in slices of 500.
                if (lastIds.size % 500 !== 0) lastIds.clear();
                for (const id of ids.slice(0, cut)) lastIds.add(id);
                await writer.add(rows.slice(0, cut));
                if (now === 'while printing' || now === 'before saving') throw new Killed();
              },
            };
          },
        },
        input,
      ),
  };
}

/** Leaves half of the journal's last line, as a death while it was written would. */
function tear(path: string): void {
  const text = readFileSync(path, 'utf8');
  const lines = text.trimEnd().split('\n');
  const last = lines.at(-1)?.length ?? 0;
  if (lines.length > 2) writeFileSync(path, text.slice(0, text.length - 1 - Math.ceil(last / 2)));
}

test.each([1, 2, 3])('a tail killed ten times at random leaves out no event (%i)', async (seed) => {
  const folder = mkdtempSync(join(tmpdir(), 'scandeck-torture-'));
  ends.push(async () => rmSync(folder, { recursive: true }));
  const cursorFile = join(folder, 'events.cursor');
  const feed = unrulyFeed(seed);
  let session: FakeSession | null = null;
  let calls = 0;
  const server = await startServer((request) => {
    calls += 1;
    const fails = fraction(seed, 'fails', calls) < 0.14;
    if (fails) return pick(failures, seed, 'failure', calls);
    return feed.answer(request, (session?.clock.now() ?? startMs) - startMs);
  });
  ends.push(() => server.close());

  const told: unknown[] = [];
  const mayRepeat = new Set<unknown>();
  let elapsedMs = 0;
  const tailUntil = async (untilMs: number, death: Death | null) => {
    session = openWorkloadSession(server.url);
    const { clock, activity, close } = session;
    ends.push(close);
    await clock.advance(elapsedMs);
    const isDue = () => clock.now() - startMs >= untilMs;
    const lastIds = new Set<unknown>();
    const command = mortal(
      () => (isDue() ? death : null),
      lastIds,
      fraction(seed, 'share', untilMs),
    );
    const stop = new AbortController();
    const options = { since: '2026-11-21T12:00:00Z', interval: '3s', cursorFile };
    const run = runCommand(command, { options }, session, stop.signal);
    let error: unknown = null;
    let over = false;
    const ended = run.exitCode.then(
      () => (over = true),
      (reason: unknown) => {
        error = reason;
        over = true;
      },
    );
    const dies = death === 'while printing' || death === 'before saving';
    while (!over && (dies || !isDue())) {
      await activity.idle();
      // Nothing waits on the clock while a file is written, and then time must stand still.
      if (!over && clock.pending() > 0) await clock.advance(250);
    }
    stop.abort();
    await ended;
    if (error !== null && !(error instanceof Killed)) throw error;
    if (death === 'while saving') tear(cursorFile);
    told.push(...run.records.map(({ id }) => id));
    if (death !== null) for (const id of lastIds) mayRepeat.add(id);
    elapsedMs = clock.now() - startMs + between(0, 8000, seed, 'pause', untilMs);
  };

  const moments = shuffled(feedMs / 1000, seed, 'kills').slice(0, 10);
  for (const [index, moment] of moments.toSorted((a, b) => a - b).entries()) {
    await tailUntil(moment * 1000, pick(deaths, seed, 'death', index));
  }
  await tailUntil(settledMs, null);

  expect([...new Set(told)].sort()).toEqual([...feed.ids].sort());
  const repeated = told.filter((id, index) => told.indexOf(id) !== index);
  expect(repeated.filter((id) => !mayRepeat.has(id))).toEqual([]);
});
