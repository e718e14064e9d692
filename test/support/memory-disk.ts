import type { Disk, DiskFile } from '../../src/export-engine/disk.ts';

/** What a crash leaves. `kill`: all that was written; `power`: what was synced, and a bit more. */
export type CrashKind = 'kill' | 'power';

/** A disk in memory that can be full, fail, and lose what was not synced. */
export interface MemoryDisk {
  readonly disk: Disk;
  /** Calls so far that change something. */
  readonly changes: number;
  /** Bytes in all files. */
  used(): number;
  /** Bytes that fit; more fail with ENOSPC, after a part was written. */
  quota: number;
  /** Makes calls of some paths fail with a code; null when they go well. */
  fail: ((call: string, path: string) => string | null) | null;
  /** The change at which the machine stops: half of it is done, and no call ever returns again. */
  crashAt: number;
  /** Resolves at the crash. */
  readonly crashed: Promise<void>;
  /** The same disk after a restart. */
  reboot(kind: CrashKind): MemoryDisk;
  /** The text of a file; null when there is none. */
  text(path: string): string | null;
  bytes(path: string): Buffer | null;
  put(path: string, text: string): void;
  paths(): readonly string[];
}

interface Inode {
  readonly id: number;
  data: Buffer;
  size: number;
  synced: Buffer;
}

interface Storage {
  names: Map<string, Inode>;
  syncedNames: Map<string, Inode>;
  folders: Set<string>;
  nextId: number;
}

/** Creates an empty disk with some folders. */
export function createMemoryDisk(folders: readonly string[] = ['/', '/out']): MemoryDisk {
  return open({ names: new Map(), syncedNames: new Map(), folders: new Set(folders), nextId: 1 });
}

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code, path });
}

const parentOf = (path: string) => path.slice(0, Math.max(1, path.lastIndexOf('/')));

function open(storage: Storage): MemoryDisk {
  const { promise: crashed, resolve: tellCrash } = Promise.withResolvers<void>();
  let isDown = false;
  const never = () => new Promise<never>(() => {});
  const used = () => {
    const inodes = new Set(storage.names.values());
    return [...inodes].reduce((sum, { size }) => sum + size, 0);
  };
  const self: { changes: number; quota: number; crashAt: number; fail: MemoryDisk['fail'] } = {
    changes: 0,
    quota: Number.POSITIVE_INFINITY,
    crashAt: Number.POSITIVE_INFINITY,
    fail: null,
  };
  /** One call; `half` is what is left of it when the machine stops within. */
  const call = async <T>(
    name: string,
    path: string,
    act: () => T,
    half?: () => void,
  ): Promise<T> => {
    await Promise.resolve();
    if (isDown) return never();
    if (half !== undefined) self.changes += 1;
    if (half !== undefined && self.changes === self.crashAt) {
      half();
      isDown = true;
      tellCrash();
      return never();
    }
    const code = self.fail?.(name, path) ?? null;
    if (code !== null) throw systemError(code, path);
    return act();
  };
  const need = (path: string) => {
    const inode = storage.names.get(path);
    if (inode === undefined) throw systemError('ENOENT', path);
    return inode;
  };
  const needFolder = (path: string) => {
    if (!storage.folders.has(path)) throw systemError('ENOENT', path);
  };
  const make = (path: string) => {
    needFolder(parentOf(path));
    if (storage.folders.has(path)) throw systemError('EISDIR', path);
    if (used() + 64 > self.quota) throw systemError('ENOSPC', path);
    const inode = { id: storage.nextId++, data: Buffer.alloc(0), size: 0, synced: Buffer.alloc(0) };
    storage.names.set(path, inode);
    return inode;
  };
  const put = (inode: Inode, bytes: Uint8Array, position: number) => {
    const end = position + bytes.length;
    if (end > inode.data.length) {
      const grown = Buffer.alloc(Math.max(end, inode.data.length * 2));
      inode.data.copy(grown);
      inode.data = grown;
    }
    inode.data.set(bytes, position);
    inode.size = Math.max(inode.size, end);
  };
  const writeSome = (inode: Inode, path: string, bytes: Uint8Array, position: number) => {
    const growth = Math.max(0, position + bytes.length - inode.size);
    const room = self.quota - used();
    if (growth <= room) return put(inode, bytes, position);
    put(inode, bytes.subarray(0, Math.max(0, bytes.length - growth + Math.max(0, room))), position);
    throw systemError('ENOSPC', path);
  };
  const fileOf = (inode: Inode, path: string): DiskFile => ({
    write: (bytes, position) => {
      const half = () => put(inode, bytes.subarray(0, bytes.length >> 1), position);
      return call('write', path, () => writeSome(inode, path, bytes, position), half);
    },
    read: (into, position) =>
      call('read', path, () => {
        const found = inode.data.subarray(position, Math.min(inode.size, position + into.length));
        into.set(found);
        return found.length;
      }),
    truncate: (size) => {
      const cut = () => {
        if (size > inode.size) put(inode, Buffer.alloc(size - inode.size), inode.size);
        inode.size = size;
      };
      return call('truncate', path, cut, () => {});
    },
    size: () => call('size', path, () => inode.size),
    sync: () => {
      const sync = () => {
        inode.synced = Buffer.from(inode.data.subarray(0, inode.size));
      };
      return call('sync', path, sync, () => {});
    },
    close: () => call('close', path, () => undefined),
  });
  const remove = (path: string) => {
    storage.names.delete(path);
  };
  const disk: Disk = {
    open: (path, mode) => {
      const act = () => {
        if (mode === 'read') return fileOf(need(path), path);
        return fileOf(storage.names.get(path) ?? make(path), path);
      };
      return mode === 'read' ? call('open', path, act) : call('open', path, act, () => {});
    },
    stat: (path) =>
      call('stat', path, () => {
        if (storage.folders.has(path)) {
          return { size: 0, isFolder: true, isFile: false, identity: path };
        }
        const inode = storage.names.get(path);
        if (inode === undefined) return null;
        return { size: inode.size, isFolder: false, isFile: true, identity: String(inode.id) };
      }),
    readFile: (path) =>
      call('readFile', path, () => {
        const inode = storage.names.get(path);
        return inode ? Buffer.from(inode.data.subarray(0, inode.size)) : null;
      }),
    list: (path) =>
      call('list', path, () =>
        [...storage.names.keys(), ...storage.folders]
          .filter((name) => name !== path && parentOf(name) === path)
          .map((name) => name.slice(path.length === 1 ? 1 : path.length + 1)),
      ),
    makeFolder: (path) => {
      const act = () => {
        for (let at = path; at !== '/'; at = parentOf(at)) storage.folders.add(at);
      };
      return call('makeFolder', path, act, act);
    },
    rename: (from, to) => {
      const act = () => {
        if (storage.folders.has(from)) {
          if (storage.folders.has(to)) throw systemError('ENOTEMPTY', to);
          return renameFolder(storage, from, to);
        }
        const inode = need(from);
        needFolder(parentOf(to));
        storage.names.set(to, inode);
        storage.names.delete(from);
      };
      return call('rename', to, act, () => {});
    },
    link: (from, to) => {
      const act = () => {
        const inode = need(from);
        needFolder(parentOf(to));
        if (storage.names.has(to)) throw systemError('EEXIST', to);
        storage.names.set(to, inode);
      };
      return call('link', to, act, () => {});
    },
    remove: (path) =>
      call(
        'remove',
        path,
        () => remove(path),
        () => {},
      ),
    removeFolder: (path) => {
      const below = () => [...storage.names.keys()].filter((name) => name.startsWith(`${path}/`));
      const act = () => {
        for (const name of below()) remove(name);
        for (const name of [...storage.folders]) {
          if (name === path || name.startsWith(`${path}/`)) storage.folders.delete(name);
        }
      };
      const half = () => {
        const names = below();
        for (const name of names.slice(0, names.length >> 1)) remove(name);
      };
      return call('removeFolder', path, act, half);
    },
    syncFolder: (path) => {
      const act = () => {
        needFolder(path);
        for (const name of [...storage.syncedNames.keys()]) {
          if (parentOf(name) === path) storage.syncedNames.delete(name);
        }
        for (const [name, inode] of storage.names) {
          if (parentOf(name) === path) storage.syncedNames.set(name, inode);
        }
      };
      return call('syncFolder', path, act, () => {});
    },
  };
  const bytesOf = (path: string) => {
    const inode = storage.names.get(path);
    return inode ? Buffer.from(inode.data.subarray(0, inode.size)) : null;
  };
  return Object.assign(self, {
    disk,
    crashed,
    used,
    reboot: (kind: CrashKind) => {
      isDown = true;
      if (kind === 'power') losePower(storage);
      return open(storage);
    },
    text: (path: string) => bytesOf(path)?.toString('utf8') ?? null,
    bytes: bytesOf,
    put: (path: string, text: string) => {
      const inode = make(path);
      put(inode, Buffer.from(text), 0);
    },
    paths: () => [...storage.names.keys()].sort(),
  });
}

function renameFolder(storage: Storage, from: string, to: string): void {
  const move = (name: string) => to + name.slice(from.length);
  for (const names of [storage.names, storage.syncedNames]) {
    for (const [name, inode] of [...names]) {
      if (!name.startsWith(`${from}/`)) continue;
      names.delete(name);
      names.set(move(name), inode);
    }
  }
  for (const name of [...storage.folders]) {
    if (name !== from && !name.startsWith(`${from}/`)) continue;
    storage.folders.delete(name);
    storage.folders.add(move(name));
  }
}

/** Names that were not synced are gone; of bytes that were not synced some are there, some wrong. */
function losePower(storage: Storage): void {
  storage.names = new Map(storage.syncedNames);
  for (const inode of new Set(storage.names.values())) {
    const kept = (inode.synced.length + inode.size) >> 1;
    const size = Math.max(inode.synced.length, kept);
    const data = Buffer.alloc(size, 0x5a);
    inode.synced.copy(data);
    inode.data = data;
    inode.size = size;
    inode.synced = Buffer.from(data);
  }
}
