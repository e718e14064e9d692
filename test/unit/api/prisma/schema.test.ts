import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  decodeProgress,
  decodeResults,
  decodeSettings,
  decodeStatus,
} from '../../../../src/api/prisma/schema.ts';

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(`test/fixtures/prisma/${name}.json`, 'utf8'));
}

describe('decodeProgress', () => {
  it.each([
    'regular',
    'on-demand',
    'console-30-03',
    'console-32-06',
    'finished-untitled',
    'hostile',
  ])('decodes one scan of %s', (name) => {
    const { rows, undecoded } = decodeProgress(fixture(name));
    expect(undecoded).toBe(0);
    expect(rows).toMatchObject([{ discovery: { total: expect.any(Number) } }]);
    expect(rows[0]?.imageScan?.scanned).toEqual(expect.any(Number));
  });

  it('puts the flat list of old consoles together', () => {
    const { rows } = decodeProgress(fixture('console-flat'));
    expect(rows).toMatchObject([
      { discovery: { scanned: 4, total: 4 }, imageScan: { scanned: 10, total: 25 } },
    ]);
  });

  it.each([
    ['a second step alone', [{ title: 'Step 2/2 x', total: 3, scanned: 1 }], [[false, true]]],
    [
      'two first steps',
      [
        { discovery: true, total: 3 },
        { discovery: true, total: 4 },
      ],
      [
        [true, false],
        [true, false],
      ],
    ],
    [
      'steps of two registries',
      [
        { title: 'Step 1/2 discovering tags in registry a: Discovered tags in 1/2 repositories' },
        { title: 'Step 2/2 scanning images in registry b: Scanned 1/2 images' },
      ],
      [
        [true, false],
        [false, true],
      ],
    ],
  ])('does not pair %s', (_, body, steps) => {
    const { rows } = decodeProgress(body);
    expect(rows.map((row) => [row.discovery != null, row.imageScan != null])).toEqual(steps);
  });

  it('keeps unknown fields and values', () => {
    const { rows } = decodeProgress(fixture('several-registries'));
    expect(rows[1]).toMatchObject({
      unheardOf: { kept: true },
      imageScan: { type: 'someNewType' },
    });
  });

  it.each([
    ['null', null],
    ['an empty list', []],
  ])('takes %s for no scan', (_, body) => {
    expect(decodeProgress(body)).toEqual({ rows: [], undecoded: 0 });
  });

  it('counts rows that cannot be decoded, and keeps the others', () => {
    const body = [7, { discovery: 'later' }, { isScanOngoing: true }, null];
    const { rows, undecoded } = decodeProgress(body);
    expect(undecoded).toBe(3);
    expect(rows).toEqual([{ isScanOngoing: true }]);
  });

  it.each([
    ['absent', {}],
    ['null', { total: null, scanned: null, title: null, error: null }],
    ['of another type', { total: 'four', scanned: -1, title: 7, error: {} }],
    ['beyond any count', { total: 2n ** 60n, scanned: 0.5 }],
  ])('knows nothing where fields are %s', (_, step) => {
    const { rows, undecoded } = decodeProgress([{ discovery: step, imageScan: null }]);
    expect(undecoded).toBe(0);
    const { total = null, scanned = null, title = null } = rows[0]?.discovery ?? {};
    expect({ total, scanned, title }).toEqual({ total: null, scanned: null, title: null });
  });

  it('reads counts that come as text', () => {
    const { rows } = decodeProgress([{ discovery: { total: '4', scanned: '02' }, imageScan: {} }]);
    expect(rows[0]?.discovery).toMatchObject({ total: 4, scanned: 2 });
  });
});

describe('the companions of progress', () => {
  it('decodes a status that leaves out what is empty', () => {
    const status = decodeStatus({ scanTime: '2019-07-31T19:42:49.036311567Z', completed: true });
    expect(status).toMatchObject({ completed: true });
    expect(decodeStatus([{ errors: ['No available Defender was found'] }])?.errors).toHaveLength(1);
    expect(decodeStatus('starting')).toBe(null);
  });

  it('drops the credentials of a specification', () => {
    const spec = { registry: 'quay.io', credential: { secret: { plain: 'canary' } } };
    for (const body of [[spec], { specifications: [spec] }]) {
      const { rows } = decodeSettings(body);
      expect(rows).toEqual([{ registry: 'quay.io' }]);
    }
  });

  it('reads null as no results', () => {
    expect(decodeResults(null)).toEqual({ rows: [], undecoded: 0 });
  });
});
