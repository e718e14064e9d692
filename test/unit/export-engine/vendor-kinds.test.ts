import { afterEach, describe, expect, test } from 'vitest';
import type { ExportRequest } from '../../../src/export-engine/kind.ts';
import { readManifest } from '../../../src/export-engine/manifest.ts';
import { createTestProcesses, makeJob, restingClock, work } from '../../support/export-bench.ts';
import {
  type ExportVendor,
  exportVendors,
  range,
  spoilOneIn,
} from '../../support/export-vendors.ts';
import { createMemoryDisk } from '../../support/memory-disk.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function requestOf(
  { kind: { name: kind }, sinceMs = range.sinceMs }: ExportVendor,
  concurrency: number | null,
): ExportRequest {
  return {
    ...{
      kind,
      ...range,
      sinceMs,
      criteria: {},
      format: 'ndjson',
      gzip: false,
      columns: 'scandeck',
    },
    ...{ maskUsers: false, rawCells: false, pageSize: 25, concurrency },
    ...{ out: '/out/rows.ndjson', force: false, openedBy: [] },
  };
}

/** Runs workers one after the other; each is killed after some changes of the disk, the last not. */
async function exported(
  vendor: ExportVendor,
  concurrency: number | null,
  kills: readonly number[],
) {
  const request = requestOf(vendor, concurrency);
  const processes = createTestProcesses();
  let memory = createMemoryDisk();
  await makeJob(memory, request);
  for (let run = 0; ; run += 1) {
    const process = processes.start();
    memory.crashAt = memory.changes + (kills[run] ?? Number.POSITIVE_INFINITY);
    const { kind, session, clock = restingClock } = vendor;
    const end = await Promise.race([
      work({ memory, kind, session, clock, processes: process }),
      memory.crashed,
    ]);
    processes.kill(process);
    if (end) {
      expect(end).toMatchObject({ state: 'done' });
      return { memory, run };
    }
    expect(memory.text(request.out) ?? text(vendor)).toBe(text(vendor));
    // Every other time the power fails, and what was not synced is lost.
    memory = memory.reboot(run % 2 === 0 ? 'kill' : 'power');
  }
}

const text = ({ truth }: ExportVendor) => truth.map((row) => `${row}\n`).join('');

/** A generator of its own, so that a failure can be played again. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe.each(Object.keys(exportVendors))('%s', (name) => {
  test.each([1, 4, null])(
    'is the truth, however often it was killed: %s at once',
    {
      timeout: 60_000,
    },
    async (lanes) => {
      const figures = { runs: 0, spoiled: 0 };
      for (const seed of [1, 2, 3, 4, 5, 6]) {
        const random = randomOf(seed);
        const vendor = await exportVendors[name]?.(spoilOneIn(12, random));
        if (vendor === undefined) throw new Error('no such vendor');
        closing.push(vendor.close);
        const kills = Array.from({ length: 12 }, () => 1 + Math.floor(random() * 25));
        const { memory, run } = await exported(vendor, lanes, kills);
        expect(memory.text('/out/rows.ndjson')).toBe(text(vendor));
        const manifest = await readManifest(memory.disk, '/out/rows.ndjson.manifest.json');
        expect(manifest).toMatchObject({ rows: vendor.truth.length });
        expect(vendor.truth.length).toBeGreaterThan(200);
        figures.runs += run;
        figures.spoiled += vendor.spoiled();
      }
      expect(figures.runs).toBeGreaterThan(20);
      expect(figures.spoiled).toBeGreaterThan(0);
    },
  );
});
