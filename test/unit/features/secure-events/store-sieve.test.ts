import { describe, expect, test } from 'vitest';
import { createActivity } from '../../../../src/core/activity.ts';
import { nextTurn } from '../../../../src/core/turn.ts';
import type { TailItem } from '../../../../src/features/secure-events/model.ts';
import { createEventsStore } from '../../../../src/features/secure-events/store.ts';
import { entryOf, type StreamEntry } from '../../../../src/features/secure-events/store-buffer.ts';
import {
  createSieve,
  createSifter,
  openSieve,
  rowsATurn,
} from '../../../../src/features/secure-events/store-sieve.ts';
import { fakeSession } from '../../../support/fake-session.ts';
import { sampleEvent, scriptedEvents } from '../../../support/scripted-events.ts';

const entries = (count: number): readonly StreamEntry[] =>
  Array.from({ length: count }, (_, at) =>
    entryOf({ kind: 'event', event: sampleEvent(at, 1_000, { process: `run ${at}` }) }),
  );

function counting() {
  let asked = 0;
  const sieve = createSieve((text) => {
    asked += 1;
    return text.includes('run 7');
  });
  return { sieve, asked: () => asked };
}

describe('a sieve', () => {
  test('asks a row once, and a gap never', () => {
    const { sieve, asked } = counting();
    const rows = entries(10);
    expect(rows.filter(sieve.passes)).toEqual([rows[7]]);
    expect(rows.filter(sieve.passes)).toEqual([rows[7]]);
    const gap = entryOf({ kind: 'gap', gap: { fromNs: 1n, toNs: 2n, reason: 'cut' } });
    expect(sieve.passes(gap)).toBe(true);
    expect(asked()).toBe(10);
  });
});

describe('a sifter', () => {
  test('tells at once of few rows, and leaves them to whoever shows them', () => {
    const { sieve, asked } = counting();
    const told: boolean[] = [];
    createSifter(createActivity()).begin(sieve, entries(rowsATurn), (more) => told.push(more));
    expect(told).toEqual([false]);
    expect(asked()).toBe(0);
  });

  test('asks many rows in slices, a turn each, and counts as work meanwhile', async () => {
    const { sieve, asked } = counting();
    const activity = createActivity();
    const told: boolean[] = [];
    createSifter(activity).begin(sieve, entries(rowsATurn * 3), (more) => told.push(more));
    const perTurn: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await nextTurn();
      perTurn.push(asked());
    }
    expect(perTurn).toEqual([rowsATurn, rowsATurn * 2, rowsATurn * 3]);
    await activity.idle();
    expect(told).toEqual([true, false]);
  });

  test('gives up when another filter comes', async () => {
    const { sieve, asked } = counting();
    const activity = createActivity();
    const sifter = createSifter(activity);
    const told: string[] = [];
    sifter.begin(sieve, entries(5000), (more) => told.push(`first ${more}`));
    await nextTurn();
    sifter.begin(openSieve, entries(5000), (more) => told.push(`second ${more}`));
    await activity.idle();
    expect(told).toEqual(['first true', 'second false']);
    expect(asked()).toBeLessThanOrEqual(rowsATurn);
  });
});

describe('a batch of thousands', () => {
  test('is taken a slice a turn, so that keys are dealt with in between', async () => {
    const session = fakeSession({ sources: ['workloadProtection'] });
    const events = scriptedEvents(session.clock.now);
    const store = createEventsStore({ session, source: events.source });
    store.start();
    await session.activity.idle();
    let taken = 0;
    const item = ({ id, event }: StreamEntry & { kind: 'event' }): TailItem => ({
      kind: 'event',
      event: Object.defineProperty({ ...event }, 'id', {
        get: () => {
          taken += 1;
          return id;
        },
      }),
    });
    const rows = entries(4000).filter((entry) => entry.kind === 'event');
    events.push(rows.map(item));
    const perTurn: number[] = [];
    for (let before = 0; taken < rows.length; before = taken) {
      await nextTurn();
      perTurn.push(taken - before);
    }
    expect(perTurn.length).toBeGreaterThanOrEqual(rows.length / rowsATurn);
    expect(Math.max(...perTurn)).toBeLessThanOrEqual(2 * rowsATurn);
    await session.activity.idle();
    expect(store.get().stream.entries).toHaveLength(4000);
    await store.stop();
  });
});
