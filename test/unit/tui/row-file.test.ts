import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rowFileName, saveRowIn } from '../../../src/tui/row-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scandeck-row-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('rowFileName', () => {
  test.each([
    [
      ['scan-progress', 'registry.example/app:1.2'],
      'scandeck-scan-progress-registry.example-app-1.2',
    ],
    [['x', '../../etc/passwd'], 'scandeck-x-etc-passwd'],
    [['x', '\u001b[31m漢'], 'scandeck-x-31m-'],
  ])('%j is %s', (parts, name) => {
    expect(rowFileName(...parts)).toBe(name);
  });

  test('is bounded', () => {
    expect(rowFileName('x'.repeat(500)).length).toBeLessThanOrEqual(120);
  });
});

describe('saveRow', () => {
  test('writes for its owner alone', async () => {
    const path = await saveRowIn(folder)('scandeck-a', '{}\n');
    expect(path).toBe(join(folder, 'scandeck-a.json'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toBe('{}\n');
  });

  test('writes over nothing', async () => {
    const save = saveRowIn(folder);
    await save('a', 'first');
    await save('a', 'second');
    expect((await readdir(folder)).sort()).toEqual(['a-2.json', 'a.json']);
    expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('first');
  });

  test('says what the file system says', async () => {
    await expect(saveRowIn(join(folder, 'gone'))('a', '')).rejects.toThrow(/ENOENT/);
  });
});
