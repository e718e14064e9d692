import { constants } from 'node:fs';
import {
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { type Disk, type DiskFile, systemCode } from './disk.ts';

/** The machine's own file system. Files get the usual rights; folders are their owner's alone. */
export const nodeDisk: Disk = {
  open: async (path, mode) => {
    const flags = mode === 'read' ? constants.O_RDONLY : constants.O_RDWR | constants.O_CREAT;
    return openFile(await open(path, flags, 0o666));
  },
  stat: (path) =>
    orNull(async () => {
      // A link that leads nowhere has a name, too: nothing may be told to be free there.
      const found = (await orNull(() => stat(path, { bigint: true }))) ?? (await linkAt(path));
      const [isFolder, isFile] = [found.isDirectory(), found.isFile()];
      const identity = `${found.dev}:${found.ino}`;
      return { size: Number(found.size), isFolder, isFile, identity };
    }),
  readFile: (path) => orNull(() => readFile(path)),
  list: async (path) => (await orNull(() => readdir(path))) ?? [],
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  rename,
  link,
  remove: (path) => rm(path, { force: true }),
  removeFolder: (path) => rm(path, { force: true, recursive: true }),
  syncFolder: async (path) => {
    const folder = await open(path, constants.O_RDONLY);
    try {
      await folder.sync();
    } catch (error) {
      // Some network file systems have no such call; their renames are durable by themselves.
      if (!['EINVAL', 'ENOTSUP', 'EBADF'].includes(systemCode(error))) throw error;
    } finally {
      await folder.close();
    }
  },
};

const linkAt = (path: string) => lstat(path, { bigint: true });

function openFile(handle: FileHandle): DiskFile {
  return {
    write: async (bytes, position) => {
      for (let done = 0; done < bytes.length; ) {
        const rest = bytes.length - done;
        const { bytesWritten } = await handle.write(bytes, done, rest, position + done);
        done += bytesWritten;
      }
    },
    read: async (into, position) => {
      let done = 0;
      while (done < into.length) {
        const rest = into.length - done;
        const { bytesRead } = await handle.read(into, done, rest, position + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done;
    },
    truncate: (size) => handle.truncate(size),
    size: async () => (await handle.stat()).size,
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
