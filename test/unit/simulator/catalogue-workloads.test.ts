import { describe, expect, test } from 'vitest';
import { createCatalogue } from '../../../src/simulator/catalogue.ts';
import { createFindingCounts, findingsOf } from '../../../src/simulator/catalogue-findings.ts';
import { clusterNames, nodesOf, placementsOf } from '../../../src/simulator/catalogue-workloads.ts';

const { images } = createCatalogue(1);
const placements = images.map((image) => placementsOf(1, image));

describe('where images run', () => {
  test('is a function of the seed', () => {
    expect(images.map((image) => placementsOf(1, image))).toEqual(placements);
    expect(images.map((image) => placementsOf(2, image))).not.toEqual(placements);
  });

  test('is one namespace a cluster, on nodes of that cluster', () => {
    for (const places of placements) {
      expect(new Set(places.map(({ cluster }) => cluster)).size).toBe(places.length);
      for (const { cluster, hostnames: nodes, workloads } of places) {
        expect(nodesOf(cluster)).toEqual(expect.arrayContaining([...nodes]));
        expect(workloads).toBeGreaterThan(0);
      }
    }
  });

  test('is anywhere, and nowhere for many', () => {
    const all = placements.flat();
    expect(new Set(all.map(({ cluster }) => cluster))).toEqual(new Set(clusterNames));
    expect(new Set(all.map(({ namespace }) => namespace)).size).toBeGreaterThan(10);
    expect(new Set(all.flatMap(({ hostnames }) => hostnames))).toEqual(
      new Set(clusterNames.flatMap(nodesOf)),
    );
    expect(placements.filter((places) => places.length === 0).length).toBeGreaterThan(300);
  });
});

test('findings are counted as they are told', () => {
  const countOf = createFindingCounts(1);
  for (const image of images.slice(0, 300)) {
    const told = findingsOf(1, image).map(({ severity }) => severity);
    const count = (name: string) => told.filter((severity) => severity === name).length;
    expect(countOf(image)).toEqual({
      critical: count('critical'),
      high: count('high'),
      medium: count('medium'),
      low: count('low'),
    });
  }
});
