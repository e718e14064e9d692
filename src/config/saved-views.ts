import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { SavedView, SavedViews } from '../api/session.ts';
import type { Activity } from '../core/activity.ts';
import { configError, usageError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';
import { check, pathText } from './check.ts';

const longestName = 64;

const viewSchema = z.looseObject({
  name: z.string().min(1),
  criteria: z.unknown(),
  columns: z.array(z.string()).exactOptional(),
  sort: z.looseObject({ field: z.string(), order: z.enum(['ASC', 'DESC']) }).exactOptional(),
});

/** Views by profile, then by feature; what else a newer version writes is kept. */
const fileSchema = z.looseObject({
  profiles: z.record(z.string(), z.record(z.string(), z.array(viewSchema))).default({}),
});

type ViewsFile = z.infer<typeof fileSchema>;

/** Views that are gone with the process. */
export function memoryViews(): SavedViews {
  const features = new Map<string, readonly SavedView[]>();
  const viewsOf = (feature: string) => features.get(feature) ?? [];
  return {
    list: async (feature) => viewsOf(feature),
    save: async (feature, view) => {
      checkName(view.name);
      features.set(feature, withView(viewsOf(feature), view));
    },
    remove: async (feature, name) => {
      features.set(feature, withoutView(viewsOf(feature), name));
    },
  };
}

/**
 * The views of a profile in a file, which is read anew each time: another scandeck may have written
 * it. It is replaced in one step and readable by its owner alone; a broken one is left as it is.
 */
export function fileViews(path: string, profile: string): SavedViews {
  const viewsIn = ({ profiles }: ViewsFile, feature: string): readonly SavedView[] =>
    own(own(profiles, profile) ?? {}, feature) ?? [];
  let last: Promise<unknown> = Promise.resolve();
  const change = (feature: string, next: (views: readonly SavedView[]) => readonly SavedView[]) => {
    const changed = last.then(async () => {
      const file = await readViews(path);
      const before = own(file.profiles, profile) ?? {};
      const views = next(viewsIn(file, feature));
      const profiles = { ...file.profiles, [profile]: { ...before, [feature]: views } };
      await writeViews(path, { ...file, profiles });
    });
    // One that failed must not keep the next from being tried.
    last = changed.catch(() => undefined);
    return changed;
  };
  return {
    list: async (feature) => viewsIn(await readViews(path), feature),
    save: async (feature, view) => {
      checkName(view.name);
      await change(feature, (views) => withView(views, view));
    },
    remove: (feature, name) => change(feature, (views) => withoutView(views, name)),
  };
}

/** Views whose reading and writing is counted as work under way. */
export function countedViews(views: SavedViews, activity: Activity): SavedViews {
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    const end = activity.begin();
    try {
      return await work;
    } finally {
      end();
    }
  };
  return {
    list: (feature) => counted(views.list(feature)),
    save: (feature, view) => counted(views.save(feature, view)),
    remove: (feature, name) => counted(views.remove(feature, name)),
  };
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const all = [...withoutView(views, view.name), view];
  return all.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

function withoutView(views: readonly SavedView[], name: string): readonly SavedView[] {
  return views.filter((view) => view.name !== name);
}

/** A name is typed in a shell and in the deck's command line. */
function checkName(name: string): void {
  const isGood = name.trim() === name && name !== '' && name.length <= longestName;
  if (isGood && safeText(name) === name) return;
  throw usageError(
    `"${safeText(name, 80)}" can't be a view's name`,
    `Write 1 to ${longestName} printable characters, without a space at either end.`,
  );
}

async function readViews(path: string): Promise<ViewsFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return { profiles: {} };
    throw fileError('read', path, error);
  }
  const checked = check(fileSchema, parse(path, text));
  if ('value' in checked) return checked.value;
  const [first] = checked.issues;
  throw brokenFile(
    path,
    first ? `${pathText(first.path)} ${first.message}` : 'is no list of views',
  );
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw brokenFile(path, error instanceof Error ? error.message : 'is no JSON');
  }
}

async function writeViews(path: string, file: unknown): Promise<void> {
  const next = `${path}.${process.pid}.new`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const handle = await open(next, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(file, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true }).catch(() => undefined);
    throw fileError('write', path, error);
  }
}

function brokenFile(path: string, problem: string) {
  return configError(
    `The file of saved views ${safeText(path)} can't be used: ${safeText(problem, 200)}`,
    'Mend it, or move it away to begin anew. It was not changed.',
  );
}

function fileError(verb: 'read' | 'write', path: string, error: unknown) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return configError(
    `Cannot ${verb} the file of saved views ${safeText(path)}: ${safeText(code)}`,
    `Make it a file that you may ${verb}; it lies beside the config file.`,
  );
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
