import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ProfileNotes } from '../api/session.ts';
import type { Activity } from '../core/activity.ts';

type Notes = Readonly<Record<string, unknown>>;

/** Notes that are gone with the process. */
export function memoryNotes(): ProfileNotes {
  const notes = new Map<string, unknown>();
  return {
    read: async (feature) => notes.get(feature) ?? null,
    write: async (feature, note) => {
      notes.set(feature, note);
    },
  };
}

/**
 * The notes of a profile in a file, which is read anew each time: another scandeck may have written
 * it. Notes only spare work, so a file that can't be read counts as empty, and one that can't be
 * written is done without.
 */
export function fileNotes(path: string, profile: string): ProfileNotes {
  let last: Promise<unknown> = Promise.resolve();
  const write = async (feature: string, note: unknown) => {
    const all = await readNotes(path);
    const text = JSON.stringify({
      ...all,
      [profile]: { ...notesIn(all, profile), [feature]: note },
    });
    const next = `${path}.${process.pid}.new`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(next, `${text}\n`, { mode: 0o600 });
      await rename(next, path);
    } catch {
      await rm(next, { force: true }).catch(() => undefined);
    }
  };
  return {
    read: async (feature) => {
      await last;
      return notesIn(await readNotes(path), profile)[feature] ?? null;
    },
    write: (feature, note) => {
      const written = last.then(() => write(feature, note));
      last = written;
      return written;
    },
  };
}

/** Notes whose reading and writing is counted as work under way. */
export function countedNotes(notes: ProfileNotes, activity: Activity): ProfileNotes {
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    const end = activity.begin();
    try {
      return await work;
    } finally {
      end();
    }
  };
  return {
    read: (feature) => counted(notes.read(feature)),
    write: (feature, note) => counted(notes.write(feature, note)),
  };
}

async function readNotes(path: string): Promise<Notes> {
  try {
    return objectOf(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {};
  }
}

function notesIn(all: Notes, profile: string): Notes {
  return Object.hasOwn(all, profile) ? objectOf(all[profile]) : {};
}

function objectOf(value: unknown): Notes {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
