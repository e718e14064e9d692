import { expect, onTestFinished, test } from 'vitest';
import { createLedger } from '../../../../src/features/secure-events/event-ledger.ts';
import { createEventsSource } from '../../../../src/features/secure-events/source.ts';
import type { TailCursor } from '../../../../src/features/secure-events/tail-batch.ts';
import { createFeed, eventAt, type FeedEvent } from './event-feed.ts';
import { readerOf } from './tail-reader.ts';
import { serveWorkload, startNs } from './workload-session.ts';

const second = 1_000_000_000n;
const pageRows = 5;

/** A tail that goes on from a cursor; `batch` moves the clock while it waits. */
async function resume(feed: ReturnType<typeof createFeed>, cursor: TailCursor) {
  const { session } = await serveWorkload(feed.answer);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const tail = createEventsSource(session).tail({
    ...{ sinceNs: cursor.sinceNs, filter: null, cursor, pageRows, signal: stop.signal },
    ...{ intervalMs: 1000, random: () => 0 },
  });
  return readerOf(tail, session).batch;
}

const steady = (count: number, fromNs: bigint, stepNs: bigint) =>
  Array.from({ length: count }, (_, n) => eventAt(fromNs + BigInt(n) * stepNs, n));

const timeOf = ({ id }: FeedEvent) => BigInt(`0x${id.slice(0, 16)}`);

test('the position of a cursor whose proof is ahead of it moves on', async () => {
  const events = steady(300, startNs - 60n * second, second / 5n);
  const sinceNs = startNs - 300n * second;
  // As a tail leaves it that is killed while it catches up: proven is to the end of a part.
  const cursor = { positionNs: sinceNs, provenNs: sinceNs + 9n, sinceNs, filter: null, seen: [] };
  const batch = await resume(createFeed(events), cursor);
  let last = await batch();
  while (last.state !== 'live') {
    expect(last.cursor.positionNs).toBeGreaterThanOrEqual(last.cursor.provenNs ?? 0n);
    last = await batch();
  }
  expect(last.cursor.positionNs).toBe(timeOf(events.at(-1) ?? eventAt(0n)));
});

test('an event that came much too late while no tail ran is found at once', async () => {
  const told = eventAt(startNs - 900n * second, 1);
  const late = eventAt(startNs - 890n * second, 2);
  const sinceNs = startNs - 1800n * second;
  const counts = createLedger(sinceNs);
  counts.add(timeOf(told));
  const positionNs = startNs - 700n * second;
  const seen = [[told.id, timeOf(told)]] as const;
  const cursor = { positionNs, provenNs: positionNs, sinceNs, filter: null, seen, counts };
  const batch = await resume(createFeed([told, late]), cursor);
  expect((await batch()).items).toMatchObject([{ event: { id: late.id, late: true } }]);
});
