import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTitle } from '../../../../src/api/prisma/titles.ts';

const nothing = { registry: null, repo: null, tag: null, digest: null, defenders: null };
const digest = `sha256:${'ab'.repeat(32)}`;

describe('parseTitle', () => {
  it.each([
    [
      'the sample of step 1, with its plural',
      'Step 1/2 discovering tags in registry us-west2-docker.pkg.dev: Discovered tags in 2/4 repositories with 1 Defenders',
      { registry: 'us-west2-docker.pkg.dev', defenders: 1 },
    ],
    [
      'the sample of step 2, with its singular',
      'Step 2/2 scanning images in registry us-west2-docker.pkg.dev: Scanned 0/2 images with 1 Defender',
      { registry: 'us-west2-docker.pkg.dev', defenders: 1 },
    ],
    [
      'a registry with a port',
      'Step 2/2 scanning images in registry registry.example:5000: Scanned 3/7 images with 12 Defenders',
      { registry: 'registry.example:5000', defenders: 12 },
    ],
    [
      'a registry that looks like the words around it',
      'Step 2/2 scanning images in registry a: Scanned 1/1 images with 9 Defenders: Scanned 3/7 images with 2 Defenders',
      { registry: 'a: Scanned 1/1 images with 9 Defenders', defenders: 2 },
    ],
    [
      'a registry without defenders',
      'Step 1/2 discovering tags in registry quay.io: Discovered tags in 0/0 repositories',
      { registry: 'quay.io' },
    ],
    [
      'an image by tag',
      'Step 1/2 discovering tags in repository: library/alpine, tag: 3.16',
      { repo: 'library/alpine', tag: '3.16' },
    ],
    [
      'an image by digest',
      `Step 2/2 scanning images in repository: library/alpine, digest: ${digest}`,
      { repo: 'library/alpine', digest },
    ],
    [
      'an image without its tag',
      'Step 2/2 scanning images in repository: library/alpine, tag: ',
      { repo: 'library/alpine' },
    ],
    ['no title', '', {}],
    ['another title', 'Scanning hosts', {}],
  ])('reads %s', (_, title, parts) => {
    expect(parseTitle(title)).toEqual({ ...nothing, ...parts });
  });

  it('finds any registry that stands in a title', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), fc.nat(), (registry, defenders) => {
        const title = `Step 1/2 discovering tags in registry ${registry}: Discovered tags in 2/4 repositories with ${defenders} Defenders`;
        expect(parseTitle(title)).toEqual({ ...nothing, registry, defenders });
      }),
    );
  });

  it('answers to any text in time', () => {
    const long = `Step 1/2 discovering tags in repository: ${', tag: '.repeat(20_000)}\n`;
    expect(parseTitle(long).repo).toBe(null);
  });
});
