import { describe, expect, test } from 'vitest';
import { commands } from '../../../../src/features/secure-events/command.ts';
import { commandNamed, runCommand } from '../../../support/command-run.ts';
import { type Handler, json } from '../../../support/http-server.ts';
import { serveWorkload, startNs } from './workload-session.ts';

const open = serveWorkload;
const command = (name: string) => commandNamed(commands, name);

const jsonType = { 'content-type': 'application/json' };
const notFound = json({ message: 'not found' }, { status: 404 });
const timestamp = Number(startNs / 1_000_000n) - 5000;

/** Entries as the vendor's event forwarding documents them. */
const entries = {
  command: {
    ...{ id: '164806c17885b5615ba513135ea13d79', type: 'command', timestamp, comm: 'calico-node' },
    ...{ cmdline: 'calico-node -felix-ready', pid: 29278, ppid: 29275, username: 'root' },
    ...{ containerId: 'a407fb17332b', loginShellId: 0, labels: { 'kubernetes.pod.name': 'bash' } },
  },
  connection: {
    ...{ id: '164806f43b4d7e8c6708f40cdbb47838', type: 'connection', timestamp, direction: 'out' },
    ...{ clientIpv4: 2886795285, clientPort: 60720, serverIpv4Dot: '10.96.0.1', serverPort: 443 },
    ...{ dnsDomains: ['api.openai.com'], processName: 'kubectl' },
  },
  fileaccess: {
    ...{ id: '164806c161a5dd221c4ee79d6b5dd1ce', type: 'fileaccess', timestamp, comm: 'dpkg' },
    ...{ directory: '/var/lib/dpkg/updates/', filename: 'tmp.i', permissions: 'w' },
  },
  kubernetes: {
    ...{ id: '164806f4c47ad9101117d87f8b574ecf', type: 'kubernetes', timestamp, name: 'nginx-76' },
    ...{ resource: 'pods', subResource: 'exec', args: { command: 'bash' } },
    user: { username: 'system:serviceaccount:default' },
  },
};

describe('scandeck audit', () => {
  test('tells in one line what happened, of every type', async () => {
    const data = Object.values(entries);
    const { session, server } = await open(() => json({ page: { total: 4 }, data }));
    const options = { type: ['command,connections', 'kubernetes'], scope: 'container.name = "a"' };
    const run = runCommand(command('audit'), { options }, session);
    expect(await run.exitCode).toBe(0);
    expect(run.records.map(({ type, what }) => [type, what])).toEqual([
      ['commands', 'calico-node -felix-ready'],
      ['connections', 'out 172.17.0.21:60720 -> 10.96.0.1:443 (api.openai.com)'],
      ['fileaccesses', 'w /var/lib/dpkg/updates/tmp.i'],
      ['kubernetes', 'exec pods nginx-76 -- bash'],
    ]);
    expect(run.records[0]).toMatchObject({ user: 'root', pod: 'bash', loginShellId: null });
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toMatchObject({
      types: 'commands,connections,kubernetes',
      scopeFilter: 'container.name = "a"',
    });
  });

  test('asks for a type in the singular where the plural is not known', async () => {
    const { session, server } = await open(({ path }) =>
      path.includes('/commands/') ? notFound : json(entries.command),
    );
    const words = ['command', entries.command.id];
    const run = runCommand(command('audit show'), { arguments: words }, session);
    expect(await run.exitCode).toBe(0);
    expect(run.records).toMatchObject([{ id: entries.command.id, type: 'commands' }]);
    expect(server.requests.map(({ path }) => path.split('/').at(-2))).toEqual([
      'commands',
      'command',
    ]);
  });

  test.each(Object.entries(entries))('--raw has a column for all of a %s', async (_type, entry) => {
    const { session } = await open(() => json({ page: { total: 1 }, data: [entry] }));
    const run = runCommand(command('audit'), { options: { raw: true } }, session);
    expect(await run.exitCode).toBe(0);
    const plain = Object.values(entry).map((value) =>
      typeof value === 'object' ? JSON.stringify(value) : value,
    );
    expect(run.cells[0]).toEqual(expect.arrayContaining(plain));
  });

  test('a type that is new is told as the vendor names it', async () => {
    const data = [{ ...entries.command, type: 'dnsquery', name: 'example.com' }];
    const { session } = await open(() => json({ page: { total: 1 }, data }));
    const run = runCommand(command('audit'), {}, session);
    expect(await run.exitCode).toBe(0);
    expect(run.records).toMatchObject([{ type: 'dnsquery', what: 'example.com' }]);
  });

  test('a trace that there is none of is a refusal', async () => {
    const { session } = await open(() => json({ message: 'no tracing' }, { status: 422 }));
    const words = ['connections', entries.connection.id];
    const run = runCommand(command('audit trace'), { arguments: words }, session);
    await expect(run.exitCode).rejects.toMatchObject({ status: 422, exitCode: 1 });
  });

  test("counts over time, in the document's shape", async () => {
    const step = 60_000_000_000;
    const { session } = await open(() =>
      json([{ values: { command: [[1_569_065_400_000_000_000, 36]] }, step }]),
    );
    const run = runCommand(command('audit summary'), {}, session);
    expect(await run.exitCode).toBe(0);
    expect(run.records).toMatchObject([{ type: 'command', stepSeconds: 60, count: 36 }]);
  });

  test('refuses a type that is none', async () => {
    const run = runCommand(command('audit'), { options: { type: ['syscalls'] } });
    await expect(run.exitCode).rejects.toThrow('syscalls is no type of activity');
  });
});

const digest = `sha256:${'a'.repeat(64)}`;
const row = {
  resultId: 'r1',
  mainAssetName: 'docker.io/library/nginx:1.25',
  resourceId: digest,
  scope: { 'kubernetes.cluster.name': 'c', 'kubernetes.workload.name': 'w' },
  policyEvaluationResult: 'failed',
};
const report = {
  metadata: { pullString: 'docker.io/library/nginx:1.25', digest, baseOs: 'debian 12' },
  packages: {
    p1: { name: 'libssl', version: '3.0', isRunning: true, vulnerabilitiesRefs: ['v1', 'v2'] },
    p2: { name: 'curl', version: '8', vulnerabilitiesRefs: null },
  },
  vulnerabilities: {
    v1: { name: 'CVE-1', severity: 'low', fixVersion: null, riskAcceptRefs: null },
    v2: { name: 'CVE-2', severity: 'Critical', cvssScore: { score: 9.8 }, fixVersion: '3.1' },
  },
  policies: { globalEvaluation: 'failed', evaluations: [{ name: 'Strict', evaluation: 'failed' }] },
};

/** The results of one stage; the others are empty. */
const results =
  (stage: string, data: readonly unknown[]): Handler =>
  ({ path }) => {
    if (path.endsWith('/results/r1')) return json(report);
    return json({ page: { total: data.length }, data: path.includes(stage) ? data : [] });
  };

describe('scandeck vulns', () => {
  test("lists an image's vulnerabilities, the worst first", async () => {
    const { session, server } = await open(results('runtime', [row]));
    const image = `docker.io/library/nginx@${digest}`;
    const run = runCommand(command('vulns'), { options: { image } }, session);
    expect(await run.exitCode).toBe(0);
    expect(run.records).toMatchObject([
      { name: 'CVE-2', severity: 'critical', score: 9.8, package: 'libssl', running: true },
      { name: 'CVE-1', severity: 'low', fixVersion: null, accepted: null, match: 'digest' },
    ]);
    expect(run.narration[0]).toContain('policies failed (failed: Strict)');
    expect(server.requests[0]?.query.get('filter')).toBe('freeText = "docker.io/library/nginx"');
  });

  test.each([
    [{ cluster: 'c', workload: 'w' }, 'runtime', 'workload'],
    [{ image: 'nginx:1.25' }, 'runtime', 'name'],
    [{ image: 'nginx' }, 'registry', 'name'],
    [{ image: 'library/nginx:1.25' }, 'pipeline', 'name'],
  ])('finds %j in the %s results by its %s', async (options, stage, match) => {
    const { session } = await open(results(stage, [row]));
    const run = runCommand(command('vulns'), { options }, session);
    expect(await run.exitCode).toBe(0);
    expect(run.records[0]).toMatchObject({ stage, match });
  });

  test('another image of the same beginning is not taken for it', async () => {
    const { session } = await open(
      results('runtime', [{ ...row, mainAssetName: 'nginx-extra:1' }]),
    );
    const run = runCommand(command('vulns'), { options: { image: 'nginx' } }, session);
    await expect(run.exitCode).rejects.toMatchObject({ code: 'not-found', exitCode: 1 });
  });

  test('asks the retired engine where there are no results, and says so', async () => {
    const vuln = { vuln: 'CVE-3', severity: 'High', package_name: 'zlib', fix: 'None' };
    const { session } = await open(({ path }) =>
      path === `/api/scanning/v1/images/${digest}/vulnDirect/all`
        ? json({ imageDigest: digest, vtype: 'all', vulns: [vuln], canLoadMore: true })
        : notFound,
    );
    const run = runCommand(command('vulns'), { options: { image: digest } }, session);
    expect(await run.exitCode).toBe(5);
    expect(run.records).toMatchObject([{ name: 'CVE-3', stage: 'legacy', fixVersion: null }]);
    expect(run.narration[0]).toContain('the retired scanning engine');
  });

  test("tells what the retired engine's policies say, where the image is named", async () => {
    const verdicts = { nStop: 1, results: [{ policyName: 'Default', nStop: 1, nWarn: 0 }] };
    const { session, server } = await open(({ path }) => {
      if (path.endsWith('/vulnDirect/all')) return json({ vulns: [], canLoadMore: false });
      return path.endsWith('/policyEvaluation') ? json(verdicts) : notFound;
    });
    const image = `docker.io/library/nginx:1.25@${digest}`;
    const run = runCommand(command('vulns'), { options: { image } }, session);
    expect(await run.exitCode).toBe(0);
    expect(run.narration[0]).toContain('policies failed (failed: Default)');
    const asked = server.requests.at(-1);
    expect(asked?.query.get('tag')).toBe('docker.io/library/nginx:1.25');
  });

  test("--raw prints the vendor's answer with its numbers intact", async () => {
    const text = `{"imageDigest":"${digest}","vtype":"all","vulns":[{"vuln":"CVE-3","at":1654009775452000001}]}`;
    const { session } = await open(({ path }) =>
      path.includes('vulnDirect') ? { body: text, headers: jsonType } : notFound,
    );
    const run = runCommand(command('vulns'), { options: { image: digest, raw: true } }, session);
    expect(await run.exitCode).toBe(0);
    expect(run.lines).toEqual([text]);
  });

  test('an image that nobody knows is no clean image', async () => {
    const { session } = await open(() => notFound);
    const run = runCommand(command('vulns'), { options: { image: 'nginx' } }, session);
    await expect(run.exitCode).rejects.toMatchObject({ code: 'not-found' });
  });

  test('names what is missing when no image is named', async () => {
    await expect(runCommand(command('vulns'), {}).exitCode).rejects.toThrow('no image is named');
  });
});

describe('scandeck events series', () => {
  const counts = json({ policyEvents: { countBySeverity: { '3': 2 } }, cloudsecEvents: {} });
  const options = { since: '2026-11-21T11:00:00Z', until: '2026-11-21T11:09:59Z' };

  test('counts by severity, step by step, where the server has no series', async () => {
    const { session, server } = await open(({ path }) =>
      path.endsWith('/count') ? counts : notFound,
    );
    const run = runCommand(command('events series'), { options }, session);
    expect(await run.exitCode).toBe(0);
    expect(run.records).toHaveLength(10);
    expect(run.records[1]).toMatchObject({
      ...{ at: '2026-11-21T11:01:00.000000000Z', stepSeconds: 60, group: '3', count: 2 },
    });
    expect(run.narration).toEqual(['the service has no series: counted step by step']);
    const windows = server.requests.filter(({ path }) => path.endsWith('/count'));
    const edge = (name: string) => windows.map(({ query }) => BigInt(query.get(name) ?? 0));
    expect(edge('from').slice(1)).toEqual(
      edge('to')
        .slice(0, -1)
        .map((ns) => ns + 1n),
    );
  });

  test('of users there is none without the server', async () => {
    const { session } = await open(() => notFound);
    const run = runCommand(
      command('events series'),
      { options: { ...options, by: 'user' } },
      session,
    );
    await expect(run.exitCode).rejects.toMatchObject({ exitCode: 1, code: 'unexpected-answer' });
  });

  test('a refusal of the series is no lack of it', async () => {
    const { session, server } = await open(() => json({ message: 'no' }, { status: 403 }));
    const run = runCommand(command('events series'), { options }, session);
    await expect(run.exitCode).rejects.toMatchObject({ exitCode: 4 });
    expect(server.requests).toHaveLength(1);
  });
});
