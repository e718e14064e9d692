import { createReadStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** Opens standard input: a pipe that nobody writes to holds up nothing else. */
export function openStdin(): Readable {
  const stat = fstatSync(0);
  if (stat.isFIFO() || stat.isSocket()) {
    return new Socket({ fd: 0, readable: true, writable: false });
  }
  return createReadStream('', { fd: 0, autoClose: false, highWaterMark: 64 * 1024 });
}
