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

test('reads a body of known length into the memory that it is given', async () => {
  const memory = Buffer.alloc(plain.length + 10);
  const source = Readable.from([plain.subarray(0, 7), plain.subarray(7)]);
  const read = await readBody(source, undefined, plain.length, {
    length: plain.length,
    memory: { take: () => memory },
  });
  expect(read).toEqual(plain);
  expect(read.buffer).toBe(memory.buffer);
});

test('joins a compressed body in the memory that it is given', async () => {
  const memory = Buffer.alloc(plain.length);
  const bytes = gzipSync(plain);
  const known = { length: bytes.length, memory: { take: () => memory } };
  const read = await readBody(Readable.from([bytes]), 'gzip', 10_000, known);
  expect(read).toEqual(plain);
  expect(read.buffer).toBe(memory.buffer);
});

test.each([
  ['shorter', plain.length + 1],
  ['longer', plain.length - 1],
])('a body that is %s than it said is no whole one', async (_name, length) => {
  const source = Readable.from([plain]);
  const read = readBody(source, undefined, 10_000, { length });
  await expect(read).rejects.toMatchObject({ name: 'BodyError', kind: 'cut-short' });
  expect(source.destroyed).toBe(true);
});

test('a body of known length that breaks is cut short', async () => {
  const source = new Readable({
    read() {
      this.push(plain.subarray(0, 10));
      this.destroy(new Error('reset'));
    },
  });
  const read = readBody(source, undefined, 10_000, { length: plain.length });
  await expect(read).rejects.toMatchObject({ name: 'BodyError', kind: 'cut-short' });
});

test('a length beyond the cap is told without memory for it', async () => {
  const memory = { take: () => expect.fail('memory was taken') };
  const read = readBody(Readable.from([plain]), undefined, 10, { length: plain.length, memory });
  await expect(read).rejects.toMatchObject({ name: 'BodyError', kind: 'too-large' });
});
