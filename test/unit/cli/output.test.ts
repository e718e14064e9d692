import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createOutput } from '../../../src/cli/output.ts';

/** A stream that takes a chunk when the test says so, or fails with a code. */
function heldStream(code?: string) {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 1,
    write: (chunk, _encoding, done) => {
      if (code !== undefined) return done(Object.assign(new Error(`write ${code}`), { code }));
      waiting.push(() => {
        taken.push(String(chunk));
        done();
      });
    },
  });
  return { stream, taken, take: () => waiting.shift()?.() };
}

describe('an output', () => {
  test('waits until what was written is taken', async () => {
    const { stream, taken, take } = heldStream();
    const output = createOutput(stream);
    let isDone = false;
    const written = output.write('a\n').then(() => {
      isDone = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDone).toBe(false);
    take();
    await written;
    expect(taken).toEqual(['a\n']);
  });

  test('drops the rest quietly when the reader went away, and says that it did', async () => {
    const { stream } = heldStream('EPIPE');
    const output = createOutput(stream);
    expect(output.closed.aborted).toBe(false);
    await output.write('a\n');
    expect(output.closed.aborted).toBe(true);
    await expect(output.write('b\n')).resolves.toBeUndefined();
  });

  test('fails when the disk is full: the output is incomplete', async () => {
    const { stream } = heldStream('ENOSPC');
    const output = createOutput(stream);
    await expect(output.write('a\n')).rejects.toMatchObject({
      code: 'output',
      exitCode: 5,
      message: "stdout can't be written: write ENOSPC",
    });
    expect(output.closed.aborted).toBe(false);
  });

  test('knows its width on a terminal alone', () => {
    const of = (more: object) => createOutput(Object.assign(heldStream().stream, more)).width();
    expect(of({ isTTY: true, columns: 80 })).toBe(80);
    expect(of({ isTTY: true, columns: 0 })).toBeNull();
    expect(of({ columns: 80 })).toBeNull();
  });
});
