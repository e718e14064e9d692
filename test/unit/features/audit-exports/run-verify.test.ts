import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runVerify } from '../../../../src/features/audit-exports/run-verify.ts';
import { createTestProcesses } from '../../../support/export-bench.ts';
import { testContext } from '../../cli/test-context.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scandeck-verify-'));
  await writeFile(join(folder, 'rows.ndjson'), '{}\n');
  await writeFile(join(folder, 'rows.ndjson.manifest.json'), '{}');
  await writeFile(join(folder, 'bare.ndjson'), '{}\n');
  await mkdir(join(folder, 'odd.manifest.json'));
});

afterEach(() => rm(folder, { recursive: true }));

const verify = (file: string) => {
  const { context } = testContext();
  const program = {
    ...{ version: '1', stateFolder: folder, workFolder: folder },
    processes: createTestProcesses().start(),
    ...{ spawn: async () => {}, statusLine: () => {} },
  };
  return runVerify({ ...context, program }, { arguments: [file], options: {} });
};

test.each([
  ['nope.ndjson', 'There is no file nope.ndjson', /exported/, 2],
  ['bare.ndjson', 'bare.ndjson has no manifest beside it', /bare\.ndjson\.manifest\.json/, 2],
  ['rows.ndjson.manifest.json', /is a manifest itself/, /its file: rows\.ndjson\.$/, 2],
  ['rows.ndjson', /rows\.ndjson\.manifest\.json is no manifest/, /export it anew/, 5],
  ['odd', /odd\.manifest\.json: it is a folder/, /verify it again/, 2],
])('%s is refused for what is wrong with it', async (file, message, hint, exitCode) => {
  await expect(verify(file)).rejects.toMatchObject({
    ...{ exitCode, message: expect.stringMatching(message), hint: expect.stringMatching(hint) },
  });
});
