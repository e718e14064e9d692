import { expect, test } from 'vitest';
import { openSession } from '../../../../src/config/session.ts';
import { createActivity } from '../../../../src/core/activity.ts';
import { createEventsSource } from '../../../../src/features/secure-events/source.ts';
import type { TailCursor, TailEvent } from '../../../../src/features/secure-events/tail-batch.ts';
import { startSimulator } from '../../../../src/simulator/server.ts';
import type { WorkloadProtectionSetting } from '../../../../src/simulator/workload-protection/setting.ts';
import { allEventIds } from '../../../../src/simulator/workload-protection/truth.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const startMs = Date.UTC(2026, 10, 21, 12);
const faults =
  '429:0.3%,429-bare:0.3%,5xx:0.3%,reset:0.3%,cut:0.3%,slow:0.1%,html:0.2%,expired:0.2%';

const copyOf = (cursor: TailCursor): TailCursor => ({ ...cursor, seen: new Map(cursor.seen) });

/** A tail over the simulator, both on one clock, and what it told. */
async function openTail(setting: WorkloadProtectionSetting, intervalMs: number) {
  const clock = createManualClock(startMs);
  const simulator = await startSimulator({ clock, faults, workloadProtection: setting });
  const activity = createActivity();
  const { profile: config } = simulator;
  const session = await openSession({ config, clock, activity, env: {} });
  const told: string[] = [];
  let gaps = 0;
  let failures = 0;
  let cursor: TailCursor | null = null;
  const take = (event: TailEvent) => {
    if (event.kind === 'failure') {
      failures += 1;
      return;
    }
    for (const item of event.items) {
      if (item.kind === 'event') told.push(item.event.id);
      else gaps += 1;
    }
    cursor = event.cursor;
  };
  /** Tails until the clock has come to `untilMs`; then it is killed, its cursor kept. */
  const run = async (untilMs: number) => {
    const stop = new AbortController();
    const sinceNs = BigInt(startMs) * 1_000_000n;
    const tail = createEventsSource(session).tail({
      ...{ sinceNs, filter: null, cursor, signal: stop.signal, intervalMs },
      random: () => 0,
    });
    let next = tail.next();
    for (;;) {
      let told: IteratorResult<TailEvent> | null = null;
      const asked = next.then((result) => {
        told = result;
      });
      while (told === null && clock.now() < untilMs) {
        await activity.idle();
        if (told === null) await clock.advance(500);
      }
      if (clock.now() >= untilMs) break;
      await asked;
      take((told as unknown as IteratorYieldResult<TailEvent>).value);
      next = tail.next();
    }
    if (cursor !== null) cursor = copyOf(cursor);
    stop.abort();
    await next;
  };
  const close = async () => {
    await session.close();
    await simulator.close();
  };
  return { run, told, close, counts: () => ({ gaps, failures }) };
}

test('a tail of a busy, faulty feed tells each event once, also when it is killed', async () => {
  const seconds = 10;
  const setting = {
    eventsPerSecond: 80,
    lateShare: 0.02,
    doubledShare: 0.01,
    tokenLifeSeconds: 20,
  };
  const tail = await openTail(setting, 2000);
  const after = startMs + seconds * 1000;
  try {
    for (const share of [0.3, 0.5, 0.9]) await tail.run(startMs + share * seconds * 1000);
    await tail.run(after + 80_000);
    const fromNs = BigInt(startMs) * 1_000_000n;
    const toNs = BigInt(after) * 1_000_000n;
    const wanted = allEventIds({ seed: 1, startedAt: startMs, setting, fromNs, toNs });
    const told = tail.told.filter((id) => BigInt(`0x${id.slice(0, 16)}`) <= toNs);
    expect(told).toHaveLength(new Set(told).size);
    expect([...told].sort()).toEqual(wanted);
    expect(tail.counts()).toMatchObject({ gaps: 0 });
  } finally {
    await tail.close();
  }
});
