import { describe, expect, it } from 'vitest';
import {
  imageName,
  type ScanState,
  stateOf,
  targetKey,
} from '../../../../src/features/scan-progress/model.ts';

type Counts = readonly [number | null, number | null];

const step = ([scanned, total]: Counts) => ({ scanned, total });
const none: Counts = [null, null];

describe('stateOf', () => {
  it.each<[boolean | null, Counts, Counts, ScanState]>([
    [true, [2, 4], [0, 2], 'scanning'],
    [true, [2, 4], [0, 0], 'discovering'],
    [true, [4, 4], [2, 2], 'scanning'],
    [true, none, none, 'discovering'],
    [false, [2, 4], [0, 2], 'finished'],
    [false, none, none, 'finished'],
    [null, [2, 4], [0, 0], 'discovering'],
    [null, [2, 4], [1, 2], 'scanning'],
    [null, [2, 4], [2, 2], 'scanning'],
    [null, [4, 4], [2, 2], 'finished'],
    [null, none, [2, 2], 'finished'],
    [null, [4, 4], [0, 0], 'unknown'],
    [null, none, none, 'unknown'],
  ])('ongoing %s, discovery %j, images %j: %s', (ongoing, discovery, images, state) => {
    const steps = { discovery: step(discovery), imageScan: step(images) };
    expect(stateOf(ongoing, steps, null)).toBe(state);
    const failed = state === 'finished' ? 'failed' : state;
    expect(stateOf(ongoing, steps, 'no defender')).toBe(failed);
  });
});

describe('targets', () => {
  it('are the same when they name the same image', () => {
    const image = { kind: 'on-demand', repo: 'a', tag: 'b' } as const;
    expect(targetKey(image)).toBe(targetKey({ ...image, registry: '', digest: undefined }));
    expect(targetKey(image)).not.toBe(targetKey({ ...image, digest: 'b' }));
    expect(targetKey({ ...image, repo: 'a/b' })).not.toBe(
      targetKey({ ...image, registry: 'a', repo: 'b' }),
    );
    expect(targetKey({ kind: 'regular' })).not.toBe(targetKey(image));
  });

  it.each([
    [{ registry: 'r:5000', repo: 'a/b', tag: '1' }, 'r:5000/a/b:1'],
    [{ repo: 'a', digest: 'sha256:ff' }, 'a@sha256:ff'],
    [{ registry: 'quay.io', repo: null, tag: null }, 'quay.io'],
  ])('are written %j', (image, name) => {
    expect(imageName(image)).toBe(name);
  });
});
