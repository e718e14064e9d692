import { expect, test } from 'vitest';
import { defaultCriteria } from '../../../../src/features/scan-logs/criteria.ts';
import type { LogMetadata, LogsSource } from '../../../../src/features/scan-logs/source.ts';
import { createFacetLoader, noFacets } from '../../../../src/features/scan-logs/store-facets.ts';
import type { FacetsState } from '../../../../src/features/scan-logs/store-state.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const told: LogMetadata = {
  clusters: ['prod:a', 'prod:b'],
  namespaces: ['shop'],
  hostnames: null,
};

/** A loader on a server that counts some fields; what it was asked stands in `asked`. */
function open(counted: readonly string[], metadata: () => Promise<LogMetadata>) {
  const clock = createManualClock();
  const asked: string[] = [];
  let state: FacetsState = noFacets;
  const source: Pick<LogsSource, 'facets' | 'refusedFields' | 'metadata'> = {
    facets: async (_criteria, fields) => {
      asked.push('facets');
      const known = fields.filter((field) => counted.includes(field));
      return known.map((field) => ({ field, values: [{ name: `one of ${field}`, total: 3 }] }));
    },
    refusedFields: () => ['clusters', 'hostnames'].filter((field) => !counted.includes(field)),
    metadata: () => {
      asked.push('metadata');
      return metadata();
    },
  };
  const loader = createFacetLoader({
    ...{ source, clock, get: () => state },
    put: (change) => {
      state = { ...state, ...change };
    },
  });
  const ask = async () => {
    loader.begin(defaultCriteria, 0);
    for (let turn = 0; turn < 3; turn += 1) await clock.advance(0);
    return state.memory;
  };
  return { ask, asked, loader };
}

test('names that a server does not count come from its metadata, once', async () => {
  const { ask, asked } = open(['sources', 'namespaces'], async () => told);
  const memory = await ask();
  expect(memory.clusters).toEqual(['prod:a', 'prod:b']);
  expect(memory.namespaces).toEqual(['one of namespaces']);
  expect(memory).not.toHaveProperty('hostnames');
  await ask();
  expect(asked).toEqual(['facets', 'metadata', 'facets']);
});

test('a server that counts them is not asked for names', async () => {
  const { ask, asked } = open(['clusters', 'namespaces', 'hostnames'], async () => told);
  await ask();
  expect(asked).toEqual(['facets']);
});

test('where names can not be had, the facets stay, and the next choice asks again', async () => {
  let isRefused = true;
  const { ask, asked } = open(['sources'], async () => {
    if (isRefused) throw new Error('no');
    return told;
  });
  expect(await ask()).toEqual({ sources: ['one of sources'] });
  isRefused = false;
  expect((await ask()).namespaces).toEqual(['shop']);
  expect(asked).toEqual(['facets', 'metadata', 'facets', 'metadata']);
});
