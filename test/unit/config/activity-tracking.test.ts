import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { doctorCommand } from '../../../src/config/doctor.ts';
import type { CheckRow } from '../../../src/config/doctor-check.ts';
import { sourceSchemas } from '../../../src/config/source-schema.ts';
import { json, startServer, text } from '../../support/http-server.ts';
import { runCommand } from './command-context.ts';
import { createTempFolder, type TempFolder } from './temp-folder.ts';

const url = 'https://guid.api.us-south.logs.cloud.ibm.com';
const iam = { type: 'ibm-iam', apiKey: 'env:KEY' };

test.each([
  ['an API key alone', { url, auth: iam }, []],
  ['a label and a tier', { url, auth: iam, tier: 'archive', applicationName: 'audit' }, []],
  ['a tier that is none', { url, auth: iam, tier: 'compliance' }, ['tier']],
  ['an empty label', { url, auth: iam, applicationName: '' }, ['applicationName']],
])('%s', (_name, config, wrong) => {
  const { error } = sourceSchemas.activityTracking.safeParse(config);
  expect(error?.issues.map(({ path }) => path.join('.')) ?? []).toEqual(wrong);
});

let folder: TempFolder;
beforeEach(() => {
  folder = createTempFolder();
});
afterEach(() => folder.remove());

test('the doctor asks both tiers, and one of them is enough', async () => {
  const server = await startServer(({ headers, body }) => {
    if (headers.authorization !== 'Bearer t') return json({ errors: [] }, { status: 401 });
    const { metadata } = JSON.parse(body) as { metadata: { tier: string } };
    if (metadata.tier === 'archive')
      return json({ errors: [{ code: 'forbidden' }] }, { status: 403 });
    return text(': success\ndata: {"query_id":{"query_id":"a"}}\n\n', 'text/event-stream');
  });
  const auth = { type: 'bearer', token: 'env:T' };
  const config = {
    currentProfile: 'a',
    profiles: { a: { activityTracking: { url: server.url, auth } } },
  };
  const configFile = folder.file('c.json');
  writeFileSync(configFile, JSON.stringify(config), { mode: 0o600 });
  const { exitCode, rows } = await runCommand([doctorCommand], 'doctor', {
    ...{ configFile, env: { T: 't' } },
  });
  await server.close();
  const states = (rows as readonly CheckRow[]).map(({ check, state }) => `${check} ${state}`);
  expect(states.slice(4)).toEqual(['answer ok', 'clock ok', 'permission ok', 'tier warn']);
  expect(exitCode).toBe(0);
});
