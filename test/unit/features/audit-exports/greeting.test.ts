import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jobPaths, writeRecord } from '../../../../src/export-engine/job-record.ts';
import { jobsFolder } from '../../../../src/export-engine/jobs.ts';
import { nodeDisk } from '../../../../src/export-engine/node-disk.ts';
import {
  firstStatus,
  type WorkerState,
  writeStatus,
} from '../../../../src/export-engine/status.ts';
import { tellInterrupted } from '../../../../src/features/audit-exports/store-greeting.ts';
import { fakeSession } from '../../../support/fake-session.ts';
import { localProgram } from '../../../support/local-program.ts';
import { createSyntheticKind, syntheticRequest } from '../../../support/synthetic-export.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scandeck-greeting-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Leaves a job behind that no worker has. */
async function leave(id: string, state: WorkerState): Promise<void> {
  const paths = jobPaths(`${jobsFolder(folder)}/${id}`);
  await nodeDisk.makeFolder(paths.folder);
  const request = syntheticRequest({ out: join(folder, id) });
  await writeRecord(nodeDisk, paths, { version: 1, id, createdAtMs: 0, request, salt: '00' });
  await writeStatus(nodeDisk, paths, { ...firstStatus(0), state });
}

function greeting(): Promise<string | null> {
  const session = fakeSession();
  const kind = async () => createSyntheticKind({ rows: [] });
  const program = localProgram({
    ...{ stateFolder: folder, workFolder: folder, disk: nodeDisk, session: () => session, kind },
  });
  return tellInterrupted({ program, clock: session.clock });
}

test('without jobs, and with jobs that nobody has to look after, nothing is told', async () => {
  expect(await greeting()).toBeNull();
  await leave('a', 'done');
  await leave('b', 'paused');
  expect(await greeting()).toBeNull();
});

test('exports whose worker died are told', async () => {
  await leave('a', 'running');
  expect(await greeting()).toBe('1 export was interrupted: 3 shows it, I there resumes');
  await leave('b', 'running');
  expect(await greeting()).toBe('2 exports were interrupted: 3 shows them, I there resumes');
});
