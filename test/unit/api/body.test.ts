import { Readable } from 'node:stream';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBody } from '../../../src/api/body.ts';

const plain = Buffer.from('{"text":"äöü, and long enough to be worth it"}'.repeat(50));

test.each([
  ['as it is', undefined, plain],
  ['identity', 'identity', plain],
  ['gzip', 'gzip', gzipSync(plain)],
  ['gzip in capitals', 'GZip', gzipSync(plain)],
  ['x-gzip', 'x-gzip', gzipSync(plain)],
  ['brotli', 'br', brotliCompressSync(plain)],
  ['deflate', 'deflate', deflateSync(plain)],
  ['deflate without its wrapper', 'deflate', deflateRawSync(plain)],
  ['twice', 'deflate, gzip', gzipSync(deflateSync(plain))],
])('reads a body: %s', async (_name, encoding, bytes) => {
  expect(await readBody(Readable.from([bytes]), encoding, 10_000)).toEqual(plain);
});

test('reads a body in whatever pieces it comes', async () => {
  const bytes = deflateSync(plain);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: bytes.length })), async (cuts) => {
      const ends = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const pieces = ends.slice(1).map((end, index) => bytes.subarray(ends[index], end));
      const source = Readable.from(pieces.filter((piece) => piece.length > 0));
      expect(await readBody(source, 'deflate', 10_000)).toEqual(plain);
    }),
    { numRuns: 25 },
  );
});

test.each([undefined, 'gzip', 'br', 'deflate'])('reads an empty body (%s)', async (encoding) => {
  const read = readBody(Readable.from([]), encoding, 10);
  await expect(read).resolves.toHaveLength(0);
});

test('lets a body through that is exactly at the cap', async () => {
  expect(await readBody(Readable.from([plain]), undefined, plain.length)).toEqual(plain);
});

test.each([
  ['plain', undefined, plain],
  ['compressed', 'gzip', gzipSync(plain)],
])('stops at the cap of decoded bytes: %s', async (_name, encoding, bytes) => {
  const source = Readable.from([bytes]);
  const read = readBody(source, encoding, plain.length - 1);
  await expect(read).rejects.toMatchObject({ name: 'BodyError', kind: 'too-large' });
  expect(source.destroyed).toBe(true);
});

test.each([
  ['gzip', gzipSync(plain).subarray(0, 40), 'cut-short'],
  ['br', brotliCompressSync(plain).subarray(0, 20), 'cut-short'],
  ['deflate', deflateSync(plain).subarray(0, 20), 'cut-short'],
  ['gzip', Buffer.from('plain text'), 'undecodable'],
  ['br', Buffer.alloc(40, 255), 'undecodable'],
  ['zstd', plain, 'undecodable'],
])('tells damaged %s', async (encoding, bytes, kind) => {
  await expect(readBody(Readable.from([bytes]), encoding, 10_000)).rejects.toMatchObject({ kind });
});
