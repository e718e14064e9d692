import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  facetsCommand,
  logsCommand,
  metadataCommand,
} from '../../../../src/features/scan-logs/command.ts';
import { runCommand } from '../../../support/command-run.ts';
import type { Answer, TestServer } from '../../../support/http-server.ts';
import { serveCarbonBlack } from './carbon-black-session.ts';

/*
 * The examples of the vendor's document (Scan Logs API), with its dates mended: the range and the
 * bounds that it sends together are sent one at a time.
 */

const example = (name: string): Answer => ({
  headers: { 'content-type': 'application/json' },
  body: readFileSync(`test/fixtures/carbon-black/${name}.json`, 'utf8'),
});

function open(name: string) {
  return serveCarbonBlack([example(name)]);
}

const base = '/containers/v1beta/orgs/ABCD1234/inventory/scan_logs';

function onlyRequest({ requests }: TestServer) {
  const [request, ...more] = requests;
  expect(more).toEqual([]);
  const { method, url, headers, body = '' } = request ?? {};
  return {
    call: `${method} ${url}`,
    token: headers?.['x-auth-token'],
    type: headers?.['content-type'],
    body: body === '' ? null : JSON.parse(body),
  };
}

const token = 'ABCDEFGHIJKLMNO123456789/ABCD123456';
const digest = 'sha256:8cba89a89aaa8445c9d385962cd915ae2e237e38f874ff90c5afbcc31a854a99';
const everyCriterion = {
  tag: ['docker.io/ealen/echo-server:0.4.2'],
  repository: ['demo/demo-server'],
  digest: [digest],
  source: ['CLI'],
  registry: ['docker.io'],
  severity: ['high'],
  cluster: ['production'],
  namespace: ['kube-system'],
  hostname: ['demo-hostname'],
};
const everyField = {
  full_tags: ['docker.io/ealen/echo-server:0.4.2'],
  repositories: ['demo/demo-server'],
  digests: [digest],
  sources: ['CLI'],
  registries: ['docker.io'],
  vulnerabilities: ['HIGH'],
  clusters: ['production'],
  namespaces: ['kube-system'],
  hostnames: ['demo-hostname'],
};

test.each([
  ['a range', { since: '3h' }, { range: '-3h' }],
  [
    'bounds',
    { since: '2026-08-30', until: '2026-09-03' },
    { start: '2026-08-30T00:00:00.000Z', end: '2026-09-03T00:00:00.000Z' },
  ],
])('scandeck logs sends the search with %s', async (_, times, scanTime) => {
  const { server, session } = await open('search');
  const run = runCommand(logsCommand, { options: { ...everyCriterion, ...times } }, session);
  expect(await run.exitCode).toBe(0);
  expect(onlyRequest(server)).toEqual({
    call: `POST ${base}/_search`,
    token,
    type: 'application/json',
    body: {
      criteria: { scan_time: scanTime, ...everyField },
      start: 0,
      rows: 200,
      sort: [{ field: 'scan_time', order: 'DESC' }],
    },
  });
  expect(run.records).toEqual([
    {
      source: 'carbon-black',
      scannedAt: '2026-11-05T08:03:13Z',
      trigger: 'CLUSTER_SCAN',
      image: {
        fullTag: 'demo.io/demo-samples/microservices-demo/myservice:v0.1.2',
        registry: 'demo.io',
        repository: 'demo-samples/microservices-demo/myservice',
        tag: 'v0.1.2',
        digest: 'sha256:1abc234d56ef7dda66d924651df9ea89831cd8b04f2a02d412d2f3b0a92e1a7b',
      },
      workloads: 2,
      vulnerabilities: { critical: 0, high: 17, medium: 10, low: 0, unknown: 0, total: 27 },
      malware: false,
      status: null,
    },
  ]);
  expect(run.summary()).toMatchObject({ total: 1, truncated: false, warnings: [] });
});

test('scandeck facets sends the facet search, and puts the answer in order', async () => {
  const { server, session } = await open('facet');
  const options = {
    query: ['kube'],
    namespace: ['demo-namespace'],
    source: ['FEED_UPDATE'],
    hostname: ['demo-hostname', 'testing-hostname'],
    since: '2w',
    field: ['cluster', 'status', 'repositories'],
    rows: '50',
  };
  const run = runCommand(facetsCommand, { options }, session);
  expect(await run.exitCode).toBe(0);
  expect(onlyRequest(server)).toEqual({
    call: `POST ${base}/_facet`,
    token,
    type: 'application/json',
    body: {
      query: 'kube',
      terms: { fields: ['clusters', 'scan_status', 'repositories'], rows: 50 },
      criteria: {
        namespaces: ['demo-namespace'],
        sources: ['FEED_UPDATE'],
        hostnames: ['demo-hostname', 'testing-hostname'],
        scan_time: { range: '-2w' },
      },
    },
  });
  const counts = run.records.map(({ field, name, total }) => `${field} ${name} ${total}`);
  expect(counts).toEqual([
    'clusters demo:cluster-one 14',
    'clusters test:testing-cluster-one 14',
    'scan_status SCANNED 78',
    'scan_status SCAN_FAILED 1',
    'scan_status NOT_SCANNED 8',
    'scan_status PENDING_SCAN 4',
    'repositories demoartifactory/cluster-scanner 1',
  ]);
  expect(run.records[0]).toMatchObject({ source: 'carbon-black' });
});

test('scandeck logs metadata asks for the lists', async () => {
  const { server, session } = await open('metadata');
  const run = runCommand(metadataCommand, {}, session);
  expect(await run.exitCode).toBe(0);
  expect(onlyRequest(server)).toMatchObject({ call: `GET ${base}/metadata`, token, body: null });
  expect(run.records.map(({ field, name }) => `${field} ${name}`)).toEqual([
    'clusters demo:cluster-one',
    'clusters test:testing-cluster-one',
    'namespaces demo-namespace',
    'namespaces testing-namespace',
    'hostnames demo-hostname',
    'hostnames testing-hostname',
  ]);
});
