import { describe, expect, test } from 'vitest';
import { jobPaths, readRecord } from '../../../src/export-engine/job-record.ts';
import { readJournal } from '../../../src/export-engine/journal.ts';
import type { ExportRequest } from '../../../src/export-engine/kind.ts';
import { dropWork } from '../../../src/export-engine/worker.ts';
import {
  createTestProcesses,
  jobFolder,
  makeJob,
  restingClock,
  work,
} from '../../support/export-bench.ts';
import { createMemoryDisk, type MemoryDisk } from '../../support/memory-disk.ts';
import {
  createSyntheticKind,
  ndjsonOf,
  passingFault,
  syntheticRequest,
} from '../../support/synthetic-export.ts';

const rows = Array.from({ length: 4 }, (_, window) =>
  Array.from({ length: 6 }, (_row, index) => `{"id":${window * 6 + index}}`),
);
const [out, hidden] = ['/out/rows.ndjson', '/out/.rows.ndjson.job-1.part'];

/** A job whose windows are read one after the other, a row a page. */
async function bench(changes: Partial<ExportRequest> = {}) {
  const memory = createMemoryDisk();
  const processes = createTestProcesses();
  const request = syntheticRequest({ concurrency: 1, pageSize: 1, ...changes });
  await makeJob(memory, request);
  const asked: string[] = [];
  /** @param until the page at which the worker is told to end */
  const run = async (until?: string) => {
    const stop = new AbortController();
    const kind = createSyntheticKind({
      rows,
      beforePage: (window, at) => {
        if (`${window}:${at}` === until) stop.abort();
        else asked.push(`${window}:${at}`);
      },
    });
    const process = processes.start();
    const end = await work({ memory, kind, processes: process, signal: stop.signal });
    processes.kill(process);
    return end.state;
  };
  const drop = async (keepParts: boolean) => {
    const record = await readRecord(memory.disk, jobPaths(jobFolder));
    if (record !== null) await dropWork(memory.disk, jobPaths(jobFolder), record, keepParts);
  };
  return { memory, run, drop, asked };
}

const partsOf = (memory: MemoryDisk) => memory.paths().filter((path) => path.endsWith('.rows'));

test('the rows of windows that are read in turn are written once, into the hidden file', async () => {
  const { memory, run, asked } = await bench();
  expect(await run('2:3')).toBe('interrupted');
  expect(memory.text(hidden)).toBe(ndjsonOf([...rows.slice(0, 2), rows[2]?.slice(0, 3) ?? []]));
  expect(partsOf(memory)).toEqual([]);
  expect(await run()).toBe('done');
  expect(memory.text(out)).toBe(ndjsonOf(rows));
  expect(asked).toHaveLength(rows.flat().length);
  const { state } = await readJournal(memory.disk, jobPaths(jobFolder).journal);
  expect([...state.windows.values()].map(({ inTarget }) => inTarget)).toEqual(rows.map(() => true));
});

test.each([
  ['json', { format: 'json' }],
  ['gzip', { gzip: true }],
] as const)('%s is put together from parts', async (_format, changes) => {
  const { memory, run } = await bench(changes);
  expect(await run('2:3')).toBe('interrupted');
  expect(partsOf(memory)).toHaveLength(3);
  expect(memory.paths()).not.toContain(hidden);
});

describe('windows that are written in turn', () => {
  /** @param onPage called before each page */
  const exported = async (onPage: (page: string) => Promise<void> | void) => {
    const memory = createMemoryDisk();
    await makeJob(memory, syntheticRequest({ pageSize: 1 }));
    const beforePage = (window: number, at: number) => onPage(`${window}:${at}`);
    const kind = createSyntheticKind({ rows, beforePage, isInTurn: true });
    const processes = createTestProcesses().start();
    const end = await work({ memory, kind, processes, clock: restingClock });
    return { memory, end };
  };

  test('are asked for ahead, and wait for the first one without a part', async () => {
    const ahead = Promise.withResolvers<void>();
    const asked: string[] = [];
    const { memory, end } = await exported(async (page) => {
      asked.push(page);
      // The first window does not go on before the one behind it waits.
      if (page === '0:3') await ahead.promise;
      if (page === '1:1') ahead.resolve();
    });
    expect(end).toMatchObject({ state: 'done' });
    expect(asked.indexOf('1:2')).toBeGreaterThan(asked.indexOf('0:5'));
    expect(asked).toHaveLength(rows.flat().length);
    expect(memory.text(out)).toBe(ndjsonOf(rows));
  });

  test('are tried again while they wait, and the tries are counted', async () => {
    let isFirst = true;
    const { memory, end } = await exported((page) => {
      if (page !== '1:0' || !isFirst) return;
      isFirst = false;
      throw passingFault();
    });
    expect(end).toMatchObject({ state: 'done', manifest: { retries: 1 } });
    expect(memory.text(out)).toBe(ndjsonOf(rows));
  });
});

test('windows that are read ahead have parts, and are copied behind the first one', async () => {
  const { memory, run } = await bench({ concurrency: 4 });
  expect(await run('3:5')).toBe('interrupted');
  expect(partsOf(memory)).toHaveLength(3);
  expect(memory.text(hidden)?.startsWith('{"id":0}\n')).toBe(true);
  expect(await run()).toBe('done');
  expect(memory.text(out)).toBe(ndjsonOf(rows));
});

test.each([
  ['gone', (memory: MemoryDisk) => memory.disk.remove(hidden), '0:0'],
  ['cut short', (memory: MemoryDisk) => cut(memory, 70), '1:0'],
])('the windows of a hidden file that is %s are asked for again', async (_how, spoil, first) => {
  const { memory, run, asked } = await bench();
  await run('2:3');
  await spoil(memory);
  const before = asked.length;
  expect(await run()).toBe('done');
  expect(memory.text(out)).toBe(ndjsonOf(rows));
  expect(asked.length).toBeGreaterThan(before);
  expect(asked[before]).toBe(first);
});

async function cut(memory: MemoryDisk, size: number): Promise<void> {
  const file = await memory.disk.open(hidden, 'write');
  await file.truncate(size);
}

test('what the journal does not know of is cut off', async () => {
  const { memory, run } = await bench();
  await run('2:3');
  memory.put(hidden, `${memory.text(hidden)}{"torn`);
  expect(await run()).toBe('done');
  expect(memory.text(out)).toBe(ndjsonOf(rows));
});

test('a job that ends before its first row leaves nothing beside the target', async () => {
  const { memory, run } = await bench({ format: 'csv' });
  expect(await run('0:0')).toBe('interrupted');
  expect(memory.paths().filter((path) => path.startsWith('/out/'))).toEqual([]);
});

test('a cancelled job that keeps its parts keeps the hidden file, and goes on with it', async () => {
  const { memory, run, drop, asked } = await bench();
  await run('2:3');
  await drop(true);
  expect(await run()).toBe('done');
  expect(asked).toHaveLength(rows.flat().length);
  expect(memory.text(out)).toBe(ndjsonOf(rows));
});

test('a cancelled job leaves nothing beside the target', async () => {
  const { memory, run, drop } = await bench();
  await run('2:3');
  await drop(false);
  expect(memory.paths().filter((path) => path.startsWith('/out/'))).toEqual([]);
});

test('an export without rows is an empty file', async () => {
  const memory = createMemoryDisk();
  await makeJob(memory, syntheticRequest({ concurrency: 1 }));
  const kind = createSyntheticKind({ rows: [[], []] });
  const processes = createTestProcesses().start();
  expect(await work({ memory, kind, processes })).toMatchObject({ state: 'done' });
  expect(memory.text(out)).toBe('');
});
