import { describe, expect, test } from 'vitest';
import { createCatalogue, nameOf } from '../../../src/simulator/catalogue.ts';
import { findingsOf, packagesOf } from '../../../src/simulator/catalogue-findings.ts';

const catalogue = createCatalogue(1);

describe('the catalogue', () => {
  test('is a function of the seed', () => {
    expect(createCatalogue(1).images).toEqual(catalogue.images);
    expect(createCatalogue(2).images).not.toEqual(catalogue.images);
  });

  test('names every image and every digest once', () => {
    const { images } = catalogue;
    expect(new Set(images.map(nameOf)).size).toBe(images.length);
    expect(new Set(images.map(({ digest }) => digest)).size).toBe(images.length);
    expect(images.every(({ digest }) => /^sha256:[0-9a-f]{64}$/.test(digest))).toBe(true);
  });

  test.each(['library/alpine:3.16', 'library/nginx:latest'])(
    'has docker.io/%s in every seed',
    (name) => {
      for (const seed of [1, 2, 99]) {
        const names = createCatalogue(seed).inRegistry('docker.io').map(nameOf);
        expect(names).toContain(`docker.io/${name}`);
      }
    },
  );

  test('groups a registry by repository', () => {
    const repos = catalogue.inRegistry('us-west2-docker.pkg.dev').map(({ repo }) => repo);
    const changes = repos.filter((repo, index) => repo !== repos[index - 1]);
    expect(new Set(changes).size).toBe(changes.length);
    expect(catalogue.inRegistry('nowhere.example')).toEqual([]);
  });
});

describe('findings', () => {
  const found = catalogue.images.slice(0, 200).map((image) => findingsOf(1, image));

  test('are packages of the image, worst first', () => {
    for (const image of catalogue.images.slice(0, 20)) {
      const findings = findingsOf(1, image);
      const packages = packagesOf(1, image).map(({ name }) => name);
      expect(findings.every((finding) => packages.includes(finding.package.name))).toBe(true);
      const scores = findings.map(({ cvss }) => cvss);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    }
  });

  test('are of all severities, with and without a fix, and some images have none', () => {
    const all = found.flat();
    expect(new Set(all.map(({ severity }) => severity))).toEqual(
      new Set(['critical', 'high', 'medium', 'low']),
    );
    expect(all.some(({ fixedIn }) => fixedIn === null)).toBe(true);
    expect(all.some(({ fixedIn }) => fixedIn !== null)).toBe(true);
    expect(found.some((findings) => findings.length === 0)).toBe(true);
  });

  test('a vulnerability is the same in every image', () => {
    const facts = new Map<string, string>();
    for (const {
      cve,
      severity,
      cvss,
      package: { name },
    } of found.flat()) {
      const fact = `${severity} ${cvss} ${name}`;
      expect(facts.get(`${cve} ${name}`) ?? fact).toBe(fact);
      facts.set(`${cve} ${name}`, fact);
    }
  });
});
