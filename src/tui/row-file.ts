import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const mostNames = 100;

/** Writes a row's text under a name that is still free; resolves with the path it wrote. */
export type SaveRow = (name: string, text: string) => Promise<string>;

/**
 * @param parts what the name tells: the feature, the row's id
 * @returns a file name of plain characters, whatever the row is called
 */
export function rowFileName(...parts: readonly string[]): string {
  const plain = parts.map((part) => part.replace(/[^a-zA-Z0-9._-]+/g, '-').replace(/^[.-]+/, ''));
  return ['scandeck', ...plain].join('-').slice(0, 120);
}

/**
 * Writes rows into a folder, readable by their owner alone, over no other file.
 *
 * @returns a function that throws what the file system says, or an Error when a hundred files of
 * that name are there
 */
export function saveRowIn(folder: string): SaveRow {
  return async (name, text) => {
    for (let count = 1; count <= mostNames; count += 1) {
      const path = join(folder, `${name}${count === 1 ? '' : `-${count}`}.json`);
      if (await writeNew(path, text)) return path;
    }
    throw new Error(`${name}.json and ${mostNames - 1} more of that name are there already`);
  };
}

async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
