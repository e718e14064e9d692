import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { noPlaces } from '../../../../src/api/workload-protection/known-places.ts';
import type { WireRow } from '../../../../src/api/workload-protection/schema.ts';
import { createReader } from '../../../../src/features/secure-events/oldest-first.ts';
import type { AskPage } from '../../../../src/features/secure-events/walk.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const startNs = 1_795_262_400_000_000_000n;
const rowCount = 4000;
const pageRows = 10;

/** A feed that makes its rows anew for each answer, and can tell how many of them still live. */
function openFeed() {
  const refs: WeakRef<WireRow>[] = [];
  const ask: AskPage = async (place, limit) => {
    const [from, to] =
      'cursor' in place
        ? [0n, BigInt(place.cursor) - 1n]
        : [place.fromNs - startNs, place.toNs - startNs];
    const first = from < 0n ? 0 : Number(from);
    const last = Math.min(rowCount - 1, Number(to));
    const rows: WireRow[] = [];
    for (let at = last; at >= first && rows.length < limit; at -= 1) {
      const row = { id: `row-${at}`, atNs: startNs + BigInt(at), wire: {} };
      rows.push(row);
      refs.push(new WeakRef(row));
    }
    const oldest = rows.at(-1);
    const prev = oldest === undefined ? null : String(oldest.atNs - startNs);
    return { total: last - first + 1, prev, next: null, rows, known: noPlaces, unreadable: [] };
  };
  const living = async () => {
    await setImmediate();
    collect();
    return refs.filter((ref) => ref.deref() !== undefined).length;
  };
  return { ask, living };
}

test('rows of a long stretch are let go of as they are read, not at its end', async () => {
  const { ask, living } = openFeed();
  const reader = createReader({ ask, pageRows });
  reader.add([{ fromNs: startNs, toNs: startNs + BigInt(rowCount) - 1n }]);
  let read = 0;
  while (read < rowCount / 2) read += (await reader.next()).rows.length;
  expect(reader.isEmpty()).toBe(false);
  // What is ahead: two parts, and the newest one, over which the first walk went.
  expect(await living()).toBeLessThan(20 * pageRows);
});
