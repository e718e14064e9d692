import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { doctorCommand } from '../../../src/config/doctor.ts';
import type { CheckRow } from '../../../src/config/doctor-check.ts';
import { json, startServer, type TestServer } from '../../support/http-server.ts';
import { runCommand } from './command-context.ts';
import { createTempFolder, type TempFolder } from './temp-folder.ts';

let folder: TempFolder;
let server: TestServer;

const env = { SECRET: 'canary-4711' };
const signIns = [
  {
    auth: { type: 'bearer', token: 'env:SECRET' },
    header: ['authorization', 'Bearer canary-4711'],
  },
  {
    auth: { type: 'jfrog-api-key', apiKey: 'env:SECRET' },
    header: ['x-jfrog-art-api', 'canary-4711'],
  },
  {
    auth: { type: 'basic', username: 'ops', password: 'env:SECRET' },
    header: ['authorization', `Basic ${Buffer.from('ops:canary-4711').toString('base64')}`],
  },
] as const;

beforeEach(async () => {
  folder = createTempFolder();
  server = await startServer(({ headers }) => {
    const isKnown = signIns.some(({ header: [name, value] }) => headers[name] === value);
    const refusal = { errors: [{ status: 401, message: 'Bad Credentials' }] };
    return isKnown ? json({ data: null, meta: {} }) : json(refusal, { status: 401 });
  });
});

afterEach(async () => {
  await server.close();
  folder.remove();
});

async function examine(auth: object) {
  const configFile = folder.file('c.json');
  const profiles = { a: { xray: { url: server.url, auth } } };
  writeFileSync(configFile, JSON.stringify({ currentProfile: 'a', profiles }), { mode: 0o600 });
  const run = await runCommand([doctorCommand], 'doctor', { configFile, env });
  expect(JSON.stringify(run.rows)).not.toContain('canary');
  return { ...run, rows: run.rows as readonly CheckRow[] };
}

describe('the doctor', () => {
  test.each(signIns)('signs in to Xray as $auth.type', async ({ auth, header: [name, value] }) => {
    const { exitCode, rows } = await examine(auth);
    expect(exitCode).toBe(0);
    expect(rows.at(-1)).toMatchObject({ check: 'permission', state: 'ok' });
    const last = server.requests.at(-1);
    expect(last?.headers[name]).toBe(value);
    expect([...(last?.query.keys() ?? [])]).toEqual([
      ...['created_at_start', 'created_at_end', 'num_of_rows'],
    ]);
  });

  test('tells a refused key from a server that does not answer', async () => {
    const { exitCode, rows } = await examine({ type: 'bearer', token: 'env:OTHER' });
    expect(exitCode).not.toBe(0);
    expect(rows.map(({ check, state }) => `${check} ${state}`)).toContain('secret fail');
  });
});
