import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Certificate, createCertificate } from '../../support/certificate.ts';
import { json } from '../../support/http-server.ts';
import { createRigs, failure } from './fixture.ts';

const { connect, serve } = createRigs();
const ask = { method: 'GET', path: '/a' } as const;

let folder: string;
let authority: Certificate;
let caFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scandeck-tls-'));
  authority = await createCertificate({ isAuthority: true, hosts: ['Test CA'] });
  caFile = join(folder, 'ca.pem');
  await writeFile(caFile, authority.cert);
});

afterAll(() => rm(folder, { recursive: true }));

const serveTls = (tls: Certificate) => serve(() => json('hello'), { tls });

test('a private CA is trusted once it is named', async () => {
  const server = await serveTls(await createCertificate({ authority }));
  const { client } = connect(server.url, { tls: { caFile } });
  expect((await client.request(ask)).json()).toBe('hello');
});

test('a self-signed certificate is trusted once it is named', async () => {
  const tls = await createCertificate();
  const server = await serveTls(tls);
  const file = join(folder, 'self.pem');
  await writeFile(file, tls.cert);
  const { client } = connect(server.url, { tls: { caFile: file } });
  expect((await client.request(ask)).json()).toBe('hello');
});

test.each([
  ['self-signed', {}],
  ['expired', { expired: true }],
  ['of another host', { hosts: ['other.example'] }],
])('insecure accepts a certificate that is %s', async (_name, options) => {
  const server = await serveTls(await createCertificate(options));
  const { client } = connect(server.url, { tls: { insecure: true } });
  expect((await client.request(ask)).json()).toBe('hello');
});

test.each([
  ['self-signed', {}, false, /is self-signed$/, /prisma\.tls\.caFile; prisma\.insecure/],
  ['of an unknown CA', 'authority', false, /signed by an unknown CA$/, /prisma\.tls\.caFile/],
  ['expired', { expired: true }, true, /has expired$/, /renewed/],
  ['of another host', { hosts: ['other.example'] }, true, /is for another host$/, /prisma\.url/],
] as const)('refuses a certificate that is %s', async (_name, options, trusted, message, hint) => {
  const tls = await createCertificate(
    options === 'authority' ? { authority } : { ...options, ...(trusted ? { authority } : {}) },
  );
  const server = await serveTls(tls);
  const { client, exchanges } = connect(server.url, trusted ? { tls: { caFile } } : {});
  const error = await failure(client.request(ask));
  expect(error).toMatchObject({ code: 'tls', exitCode: 3, retryable: false, who: 'environment' });
  expect(error.message).toMatch(message);
  expect(error.message).toContain(server.url);
  expect(error.hint).toMatch(hint);
  expect(exchanges.map(({ status, errorCode }) => [status, errorCode])).toEqual([[null, 'tls']]);
  expect(server.requests).toHaveLength(0);
});

test('TLS spoken to a plain port says so', async () => {
  const server = await serve(() => json(1));
  const { client } = connect(server.url.replace('http:', 'https:'));
  const error = await failure(client.request(ask));
  expect(error).toMatchObject({ code: 'tls', exitCode: 3 });
  expect(error.message).toMatch(/does not speak TLS$/);
  expect(error.hint).toContain('http://');
});

test('plain HTTP spoken to a TLS port says so', async () => {
  const server = await serveTls(await createCertificate());
  const { client } = connect(server.url.replace('https:', 'http:'));
  const error = await failure(client.request({ ...ask, tries: 1 }));
  expect(error.exitCode).toBe(3);
  expect(error.hint).toContain('write https:// in prisma.url');
});

test.each([
  ['is missing', 'missing.pem', null, /can't be read: ENOENT/],
  ['holds no certificate', 'empty.pem', 'hello', /holds no certificate/],
])('a caFile that %s is a configuration error', async (_name, name, content, message) => {
  const file = join(folder, name);
  if (content !== null) await writeFile(file, content);
  const server = await serveTls(await createCertificate());
  const { client } = connect(server.url, { tls: { caFile: file } });
  await expect(client.request(ask)).rejects.toMatchObject({ code: 'config', exitCode: 2 });
  await expect(client.request(ask)).rejects.toThrow(message);
  await writeFile(file, (await createCertificate()).cert);
  expect((await failure(client.request(ask))).code).toBe('tls');
});
