import type { Disk, DiskFile } from './disk.ts';
import { badPartPath, type JobPaths } from './job-record.ts';
import type { WindowState } from './journal.ts';

const chunkSize = 1024 * 1024;

/** What the side file is put together from. */
export interface SideFile {
  readonly paths: JobPaths;
  readonly states: readonly WindowState[];
  /** Its name until it is whole. */
  readonly fresh: string;
  readonly path: string;
}

/** Puts the rows that could not be read into one file beside the target. */
export async function writeSideFile(disk: Disk, side: SideFile): Promise<void> {
  const { paths, states, fresh, path } = side;
  const target = await disk.open(fresh, 'write');
  try {
    await target.truncate(0);
    let position = 0;
    for (const [index, { undecodableBytes }] of states.entries()) {
      if (undecodableBytes === 0) continue;
      const source = await disk.open(badPartPath(paths, index), 'read');
      try {
        await copy(source, target, { position, size: undecodableBytes });
      } finally {
        await source.close();
      }
      position += undecodableBytes;
    }
    await target.sync();
  } finally {
    await target.close();
  }
  await disk.rename(fresh, path);
}

async function copy(
  source: DiskFile,
  target: DiskFile,
  { position, size }: { readonly position: number; readonly size: number },
): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(chunkSize, size));
  for (let done = 0; done < size; ) {
    const wanted = buffer.subarray(0, Math.min(buffer.length, size - done));
    const count = await source.read(wanted, done);
    if (count === 0) return;
    await target.write(wanted.subarray(0, count), position + done);
    done += count;
  }
}
