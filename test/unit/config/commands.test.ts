import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { configCommands } from '../../../src/config/commands.ts';
import type { CommandInput } from '../../../src/features/feature.ts';
import { runCommand } from './command-context.ts';
import { createTempFolder, type TempFolder } from './temp-folder.ts';

let folder: TempFolder;
let configFile: string;

beforeEach(() => {
  folder = createTempFolder();
  configFile = folder.file('scandeck.json');
});

afterEach(() => folder.remove());

const commands = configCommands(async () => (keys) => [
  ...('shell.hlep' in keys
    ? [{ id: 'shell.hlep', key: null, what: 'names no binding', instead: 'write "shell.help"' }]
    : []),
  ...(keys['shell.log']?.includes('q')
    ? [{ id: 'shell.log', key: 'q', what: 'has "q", which is taken', instead: 'write another' }]
    : []),
]);

const run = (name: string, args: readonly string[] = [], options: CommandInput['options'] = {}) =>
  runCommand(commands, name, { configFile }, { arguments: args, options });

const prisma = {
  source: 'prisma',
  url: 'https://console.example:8083/',
  username: 'ops',
  password: 'env:PRISMA_PASSWORD',
};

const written = () => JSON.parse(readFileSync(configFile, 'utf8'));

describe('profile add', () => {
  test('writes the first profile, makes it current, and for its owner alone', async () => {
    const { exitCode, narration } = await run('profile add', ['prod'], {
      ...prisma,
      production: true,
    });
    expect(exitCode).toBe(0);
    expect(narration.join('\n')).toContain('prod is the current profile.');
    expect(statSync(configFile).mode & 0o777).toBe(0o600);
    expect(written()).toEqual({
      currentProfile: 'prod',
      profiles: {
        prod: {
          production: true,
          prisma: {
            url: 'https://console.example:8083/',
            auth: { type: 'basic', username: 'ops', password: 'env:PRISMA_PASSWORD' },
          },
        },
      },
    });
  });

  test.each([
    ['xray', { token: 'env:T' }, { type: 'bearer', token: 'env:T' }],
    ['xray', { apiKey: 'env:T' }, { type: 'jfrog-api-key', apiKey: 'env:T' }],
    ['prisma', { token: 'file:~/t' }, { type: 'bearer', token: 'file:~/t' }],
    [
      'prisma',
      { auth: 'prisma-token', username: 'u', password: 'env:P' },
      { type: 'prisma-token', username: 'u', password: 'env:P' },
    ],
    ['activity-tracking', { apiKey: 'env:K' }, { type: 'ibm-iam', apiKey: 'env:K' }],
    [
      'carbon-black',
      { apiId: 'i', apiSecret: 'env:S', orgKey: 'o' },
      { type: 'cbc-key', apiId: 'i', apiSecret: 'env:S' },
    ],
    [
      'workloadprotection',
      { token: 'env:S', instanceId: 'g', teamId: '7' },
      { type: 'sysdig-token', token: 'env:S' },
    ],
  ])('finds how %s is signed in to from %j', async (source, options, auth) => {
    await run('profile add', ['p'], { source, url: 'https://a.example', ...options });
    const [block] = Object.values(written().profiles.p);
    expect(block).toMatchObject({ auth });
  });

  test('adds sources to a profile, and leaves the current one alone', async () => {
    await run('profile add', ['a'], prisma);
    await run('profile add', ['b'], {
      ...prisma,
      collection: ['x', 'y'],
      caFile: '/ca.pem',
      insecure: true,
    });
    await run('profile add', ['a'], { source: 'xray', url: 'https://x.example', token: 'env:T' });
    expect(written()).toMatchObject({
      currentProfile: 'a',
      profiles: {
        a: { prisma: {}, xray: {} },
        b: { prisma: { collections: ['x', 'y'], tls: { caFile: '/ca.pem' }, insecure: true } },
      },
    });
  });

  test('replaces a source only when told to', async () => {
    await run('profile add', ['a'], prisma);
    await expect(run('profile add', ['a'], prisma)).rejects.toThrow('has prisma already');
    await run('profile add', ['a'], { ...prisma, username: 'other', replace: true });
    expect(written().profiles.a.prisma.auth.username).toBe('other');
  });

  test('writes the files that it was given in full, since the config lies elsewhere', async () => {
    const options = { ...prisma, password: 'file:secret', caFile: 'ca.pem', replace: true };
    await run('profile add', ['a'], options);
    expect(written().profiles.a.prisma).toMatchObject({
      auth: { password: `file:${resolve('secret')}` },
      tls: { caFile: resolve('ca.pem') },
    });
    await run('profile add', ['a'], { ...options, password: 'file:~/s', caFile: '~/c' });
    expect(written().profiles.a.prisma).toMatchObject({
      auth: { password: 'file:~/s' },
      tls: { caFile: '~/c' },
    });
  });

  test('--read-only marks the profile', async () => {
    const input = { arguments: ['a'], options: prisma };
    await runCommand(commands, 'profile add', { configFile, readOnly: true }, input);
    expect(written().profiles.a.readOnly).toBe(true);
  });

  test.each([
    [['a'], { ...prisma, password: 'hunter2' }, '--password must say where the secret is'],
    [['a'], { ...prisma, password: undefined }, '--password is missing'],
    [['a'], { ...prisma, url: undefined }, '--url is missing'],
    [['a'], { ...prisma, url: 'console' }, '--url is not a web address'],
    [['a'], { ...prisma, token: 'env:T' }, '--token does not go with --auth basic'],
    [['a'], { ...prisma, orgKey: 'k' }, '--org-key does not go with --source prisma'],
    [['a'], { ...prisma, auth: 'magic' }, '--auth is not a known value; write one of "basic"'],
    [['a'], { ...prisma, colour: 'pink' }, '--colour is not a known value'],
    [['a'], { ...prisma, source: 'prism' }, '"prism" is not a source'],
    [['a'], { ...prisma, source: undefined }, '--source is missing'],
    [['a b'], prisma, 'The name is not a profile name'],
    [[], prisma, 'The name of a profile is missing'],
  ])('%j %j is refused', async (args, options, expected) => {
    const refusal = run('profile add', args, options);
    await expect(refusal).rejects.toThrow(expected);
    await expect(refusal).rejects.toMatchObject({ exitCode: 2 });
    await expect(refusal).rejects.not.toThrow('hunter2');
    expect(() => statSync(configFile)).toThrow();
  });

  test('never touches a broken file', async () => {
    writeFileSync(configFile, '{ "profiles": ');
    await expect(run('profile add', ['a'], prisma)).rejects.toThrow(`${configFile}:1:15:`);
    expect(readFileSync(configFile, 'utf8')).toBe('{ "profiles": ');
  });
});

describe('the other profile commands', () => {
  beforeEach(async () => {
    await run('profile add', ['a'], prisma);
    await run('profile add', ['b'], { ...prisma, production: true, colour: 'red' });
  });

  test('list', async () => {
    const shared = { sources: ['prisma'] };
    expect((await run('profile list')).rows).toEqual([
      { ...shared, profile: 'a', current: true, readOnly: false, production: false, colour: null },
      { ...shared, profile: 'b', current: false, readOnly: true, production: true, colour: 'red' },
    ]);
  });

  test('use', async () => {
    await run('profile use', ['b']);
    expect(written().currentProfile).toBe('b');
    await expect(run('profile use', ['c'])).rejects.toThrow(
      'There is no profile "c"; there are: a, b',
    );
  });

  test('show gives references and never looks them up', async () => {
    const { rows } = await run('profile show', ['b']);
    expect(rows).toEqual([
      {
        profile: 'b',
        readOnly: true,
        source: 'prisma',
        url: 'https://console.example:8083',
        insecure: false,
        auth: { type: 'basic', username: 'ops', password: 'env:PRISMA_PASSWORD' },
        settings: { apiVersion: 'v32.07' },
      },
    ]);
    expect((await run('profile show')).rows).toMatchObject([{ profile: 'a' }]);
  });

  test('remove leaves no profile current by itself', async () => {
    await run('profile remove', ['b']);
    expect(written()).toMatchObject({ currentProfile: 'a' });
    expect((await run('profile remove', ['a'])).narration.join()).toContain(
      'No profile is current',
    );
    expect(written()).toEqual({ profiles: {} });
    await expect(run('profile remove', ['a'])).rejects.toThrow('There is no profile "a"');
  });
});

describe('config', () => {
  test('path', async () => {
    expect((await run('config path')).text).toBe(`${configFile}\n`);
  });

  test('schema', async () => {
    expect(JSON.parse((await run('config schema')).text)).toHaveProperty('properties.profiles');
  });

  test('validate prints every problem and exits with 2', async () => {
    writeFileSync(configFile, '{\n  "profile": {},\n  "preferences": { "bell": 1 }\n}');
    expect(await run('config validate')).toMatchObject({
      exitCode: 2,
      text:
        `${configFile}:2:3: profile is not a known key; write "profiles"\n` +
        `${configFile}:3:28: preferences.bell must be a switch; write true or false\n`,
    });
  });

  test('validate names remapped keys that the deck would not take, and where they are', async () => {
    const keys = '"shell.hlep": ["?"],\n "shell.log": ["l",\n  "q"], "shell.quit": ["Q"]';
    writeFileSync(configFile, `{ "preferences": { "keys": {\n ${keys} } } }`, { mode: 0o600 });
    expect(await run('config validate')).toMatchObject({
      exitCode: 2,
      text:
        `${configFile}:2:2: preferences.keys.shell.hlep names no binding; write "shell.help"\n` +
        `${configFile}:4:3: preferences.keys.shell.log has "q", which is taken; write another\n`,
    });
    await expect(run('profile list')).resolves.toMatchObject({ exitCode: 0 });
  });

  test('validate names them beside other problems, and what is no list of keys once', async () => {
    writeFileSync(
      configFile,
      '{ "preferences": { "bell": 1, "keys": {\n "shell.hlep": ["?"],\n "shell.log": "q" } } }',
    );
    expect((await run('config validate')).text.split('\n')).toEqual([
      expect.stringMatching(/:1:28: preferences\.bell must be a switch/),
      expect.stringMatching(/:2:2: preferences\.keys\.shell\.hlep names no binding/),
      expect.stringMatching(/:3:15: preferences\.keys\.shell\.log must be a list/),
      '',
    ]);
  });

  test('validate warns of a file that others may read', async () => {
    writeFileSync(configFile, '{}', { mode: 0o644 });
    const { exitCode, narration } = await run('config validate');
    expect([exitCode, narration.join('\n')]).toEqual([0, expect.stringContaining('chmod 600')]);
  });

  test('validate wants a named file to be there', async () => {
    await expect(run('config validate')).rejects.toMatchObject({ exitCode: 2 });
  });
});
