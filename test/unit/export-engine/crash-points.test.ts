import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommitPace } from '../../../src/export-engine/committer.ts';
import type { ExportRequest } from '../../../src/export-engine/kind.ts';
import { readManifest } from '../../../src/export-engine/manifest.ts';
import { createTestProcesses, everyPage, makeJob, work } from '../../support/export-bench.ts';
import { type CrashKind, createMemoryDisk, type MemoryDisk } from '../../support/memory-disk.ts';
import {
  createSyntheticKind,
  ndjsonOf,
  type SyntheticOptions,
  type SyntheticRows,
  syntheticRequest,
} from '../../support/synthetic-export.ts';

const row = (id: number) => `{"id":${id},"big":12345678901234567890,"user":{"name":"ann"}}`;

const rows: SyntheticRows = [
  [row(1), row(2), row(3)],
  [],
  [row(4)],
  [row(5), row(6), row(7), row(8)],
];

interface Story {
  readonly kind: SyntheticOptions;
  readonly request: ExportRequest;
  /** The change at which each worker after the other is killed. */
  readonly crashes: readonly { readonly at: number; readonly kind: CrashKind }[];
  readonly pace?: CommitPace;
}

/** Runs workers one after the other until one comes to its end. */
async function exported({
  kind,
  request,
  crashes,
  pace = everyPage,
}: Story): Promise<{ memory: MemoryDisk; runs: number }> {
  const processes = createTestProcesses();
  let memory = createMemoryDisk();
  await makeJob(memory, request);
  for (let runs = 1; ; runs += 1) {
    const crash = crashes[runs - 1];
    const process = processes.start();
    memory.crashAt = crash === undefined ? Number.POSITIVE_INFINITY : memory.changes + crash.at;
    const own = { kind: createSyntheticKind(kind), processes: process };
    const worker = work({ memory, pace, ...own });
    const end = await Promise.race([worker, memory.crashed]);
    processes.kill(process);
    if (end) {
      expect(end).toMatchObject({ state: 'done' });
      return { memory, runs };
    }
    const target = memory.bytes(request.out);
    memory = memory.reboot(crash?.kind ?? 'kill');
    // Absent or complete, at any moment.
    if (target !== null) expect(textOf(target, request)).toBe(truth(request, kind.rows));
  }
}

function textOf(bytes: Buffer | null, { gzip }: ExportRequest): string {
  return (bytes !== null && gzip ? gunzipSync(bytes) : bytes)?.toString('utf8') ?? '';
}

function truth({ format }: ExportRequest, all: SyntheticRows): string {
  if (format === 'ndjson') return ndjsonOf(all);
  if (format === 'csv') return csvOf(all);
  const list = all.flat();
  return list.length === 0 ? '[]\n' : `[\n${list.join(',\n')}\n]\n`;
}

const csvOf = (all: SyntheticRows) =>
  `id,user,policies\r\n${all
    .flat()
    .map((text) => `${JSON.parse(text).id},ann,\r\n`)
    .join('')}`;

/** As a short export has it: it ends before its first commit would be due. */
const never: CommitPace = { bytes: 1e9, delayMs: 1e9 };

const bad = new Map([[3, ['{"torn', '\xff']]]);

describe.each(['kill', 'power'] as const)('after a %s at any change of the disk', (crashKind) => {
  test.each([
    { request: syntheticRequest(), pace: everyPage, points: 60 },
    {
      request: syntheticRequest({ format: 'json', gzip: true, force: true, concurrency: 1 }),
      ...{ pace: everyPage, points: 60 },
    },
    { request: syntheticRequest(), pace: never, points: 40 },
    { request: syntheticRequest({ concurrency: 1 }), pace: everyPage, points: 60 },
    { request: syntheticRequest({ concurrency: 1 }), pace: never, points: 40 },
    { request: syntheticRequest({ format: 'csv' }), isInTurn: true, pace: everyPage, points: 60 },
    { request: syntheticRequest(), isInTurn: true, pace: never, points: 40 },
  ])(
    'the target is the same, $request.format, $request.concurrency at once, pace $pace.bytes',
    async (story) => {
      const { request, pace, points, isInTurn } = story;
      const kind: SyntheticOptions = { rows, undecodable: bad, isInTurn };
      let crashPoints = 0;
      for (let at = 1; ; at += 1) {
        const { memory, runs } = await exported({
          ...{ kind, request, pace },
          crashes: [{ at, kind: crashKind }],
        });
        expect(textOf(memory.bytes(request.out), request)).toBe(truth(request, rows));
        const manifest = await readManifest(memory.disk, `${request.out}.manifest.json`);
        expect(manifest).toMatchObject({ rows: 8, firstId: '0', lastId: '3' });
        expect(memory.text(`${request.out}.undecodable.ndjson`)?.split('\n')).toHaveLength(3);
        expect(memory.paths().filter((path) => path.startsWith('/out/'))).toHaveLength(3);
        if (runs === 1) break;
        crashPoints += 1;
      }
      expect(crashPoints).toBeGreaterThan(points);
    },
  );
});

test('whatever the pages, faults, kills and lanes, the output is the truth', async () => {
  const windows = fc.array(fc.array(fc.integer({ min: 0, max: 1e9 }), { maxLength: 12 }), {
    maxLength: 6,
  });
  const crashes = fc.array(
    fc.record({ at: fc.integer({ min: 1, max: 120 }), kind: fc.constantFrom('kill', 'power') }),
    { maxLength: 5 },
  );
  const lanes = fc.option(fc.integer({ min: 1, max: 8 }));
  const format = fc.constantFrom('ndjson', 'json', 'csv');
  const paces = fc.constantFrom(everyPage, never, { bytes: 60, delayMs: 1e9 });
  await fc.assert(
    fc.asyncProperty(
      windows,
      crashes,
      lanes,
      format,
      fc.boolean(),
      fc.integer(),
      paces,
      async (ids, stops, concurrency, chosen, gzip, seed, pace) => {
        const all = ids.map((window) => window.map(row));
        const random = randomOf(seed);
        const request = syntheticRequest({ concurrency, format: chosen, gzip });
        const kind = { rows: all, random, faults: 0.2, isInTurn: true };
        const { memory } = await exported({ kind, request, crashes: stops, pace });
        expect(textOf(memory.bytes(request.out), request)).toBe(truth(request, all));
      },
    ),
    { numRuns: 150 },
  );
});

/** A generator of its own, so that a failure can be played again. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
