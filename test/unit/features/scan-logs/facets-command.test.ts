import { describe, expect, it } from 'vitest';
import type { CommandInput } from '../../../../src/features/feature.ts';
import { facetsCommand, metadataCommand } from '../../../../src/features/scan-logs/command.ts';
import { defaultCriteria } from '../../../../src/features/scan-logs/criteria.ts';
import { createLogsSource } from '../../../../src/features/scan-logs/source.ts';
import { runCommand } from '../../../support/command-run.ts';
import { type Handler, json, type Script } from '../../../support/http-server.ts';
import { serveCarbonBlack } from './carbon-black-session.ts';
import { bodyOf, unknownValue } from './log-server.ts';

async function open(replies: Handler | Script) {
  const { server, session } = await serveCarbonBlack(replies);
  const facets = (options: CommandInput['options']) =>
    runCommand(facetsCommand, { options }, session);
  const asked = () => server.requests.map((request) => bodyOf(request).terms?.fields);
  return { server, session, facets, asked };
}

/** Counts only some fields, in an order of its own, and refuses the first other one. */
function countOnly(known: readonly string[], tellsKnown = true): Handler {
  return (request) => {
    const { fields = [] } = bodyOf(request).terms ?? {};
    const at = fields.findIndex((field) => !known.includes(field));
    const wrong = fields[at];
    if (wrong !== undefined) {
      return unknownValue(`terms.fields[${at}]`, wrong, tellsKnown ? known : []);
    }
    const terms = fields.map((field) => ({ field, values: [{ name: `of ${field}`, total: 1 }] }));
    return json({ terms: terms.toReversed() });
  };
}

describe('fields that the server does not count', () => {
  const documented = ['sources', 'repositories', 'registries'];

  it('are learnt from what it would take, and left out', async () => {
    const { facets, asked } = await open(countOnly(documented));
    const run = facets({});
    expect(await run.exitCode).toBe(0);
    expect(asked().map((fields) => fields?.length)).toEqual([8, 3]);
    expect(run.records.map(({ field }) => field)).toEqual([
      'sources',
      'registries',
      'repositories',
    ]);
    expect(run.narration.at(-1)).toBe(
      'this server does not count scan_status, vulnerabilities, clusters, namespaces, hostnames',
    );
  });

  it('are learnt one by one when it tells no more than that', async () => {
    const { facets, asked } = await open(countOnly(documented, false));
    const run = facets({ field: ['sources', 'clusters', 'status', 'registries'] });
    expect(await run.exitCode).toBe(5);
    expect(asked()).toHaveLength(3);
    expect(run.records.map(({ field }) => field)).toEqual(['sources', 'registries']);
    expect(run.summary()).toMatchObject({
      warnings: ['this server does not count clusters, scan_status'],
    });
  });

  it('are not asked for again', async () => {
    const { session, asked } = await open(countOnly(documented));
    const source = createLogsSource(session);
    const fields = ['clusters', 'sources'];
    const first = await source.facets(defaultCriteria, fields);
    expect(await source.facets(defaultCriteria, fields)).toEqual(first);
    expect(asked()).toEqual([fields, ['sources'], ['sources']]);
    expect(source.refusedFields()).toEqual(['clusters']);
  });

  it('are the failure when there is no other', async () => {
    const { facets } = await open(countOnly(documented));
    await expect(facets({ field: ['planets'] }).exitCode).rejects.toMatchObject({
      exitCode: 1,
      hint: expect.stringContaining('sources, repositories, registries'),
    });
  });

  it('are not blamed for a value that it does not know', async () => {
    const refusal = unknownValue('criteria.vulnerabilities[0]', 'CRITCAL', ['CRITICAL', 'HIGH']);
    const { server, facets } = await open(() => refusal);
    await expect(facets({ severity: ['critcal'] }).exitCode).rejects.toMatchObject({
      exitCode: 1,
      hint: 'It does not know CRITCAL in criteria.vulnerabilities[0]; write one of CRITICAL, HIGH.',
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('scandeck facets', () => {
  it('asks for a field once, whatever its name', async () => {
    const { facets, asked } = await open(countOnly(['clusters']));
    await facets({ field: ['cluster', 'clusters'] }).exitCode;
    expect(asked()).toEqual([['clusters']]);
  });

  it('says when a field has as many values as were asked for', async () => {
    const { facets } = await open(countOnly(['clusters']));
    const run = facets({ field: ['cluster'], rows: '1' });
    expect(await run.exitCode).toBe(0);
    expect(run.summary()).toMatchObject({
      total: null,
      truncated: true,
      warnings: ['clusters: the first 1 values; --rows N for more'],
    });
  });

  it('says when the answer lacks a field', async () => {
    const { facets } = await open([json({ terms: [] })]);
    const run = facets({ field: ['clusters'] });
    expect(await run.exitCode).toBe(5);
    expect(run.records).toEqual([]);
  });

  it('counts values that can not be read', async () => {
    const values = [{ name: 'a', total: 2 }, { name: null, total: 9 }, 7];
    const { facets } = await open([json({ terms: [{ field: 'clusters', values }] })]);
    const run = facets({ field: ['clusters'] });
    expect(await run.exitCode).toBe(5);
    expect(run.records).toHaveLength(1);
    expect(run.summary()).toMatchObject({ warnings: ["clusters: 2 values can't be read"] });
  });

  it('takes a saved view', async () => {
    const { server, session, facets } = await open(countOnly(['clusters']));
    const criteria = {
      query: '',
      time: { kind: 'range', range: '-1w' },
      values: { sources: ['CLI'] },
    };
    await session.views.save('scan-logs', { name: 'cli', criteria });
    await facets({ view: 'cli', field: ['clusters'] }).exitCode;
    expect(server.requests.map(bodyOf)).toMatchObject([
      { criteria: { scan_time: { range: '-1w' }, sources: ['CLI'] } },
    ]);
  });

  it.each([{ rows: '0' }, { since: 'x' }])(
    'refuses %j before anything is opened',
    async (options) => {
      const { exitCode } = runCommand(facetsCommand, { options });
      await expect(exitCode).rejects.toMatchObject({ exitCode: 2 });
    },
  );
});

it('scandeck logs metadata counts names that can not be read', async () => {
  const { session } = await open([json({ clusters: ['a', null], namespaces: [], hostnames: [] })]);
  const run = runCommand(metadataCommand, {}, session);
  expect(await run.exitCode).toBe(5);
  expect(run.records).toEqual([{ source: 'carbon-black', field: 'clusters', name: 'a' }]);
  expect(run.summary()).toMatchObject({ warnings: ["1 name can't be read"] });
});

it('scandeck logs metadata says which lists the server does not tell', async () => {
  const { session } = await open([json({ clusters: ['a'], namespaces: [] })]);
  const run = runCommand(metadataCommand, {}, session);
  expect(await run.exitCode).toBe(0);
  expect(run.records).toEqual([{ source: 'carbon-black', field: 'clusters', name: 'a' }]);
  expect(run.summary()).toMatchObject({ warnings: ['this server tells no hostnames'] });
});
