import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileNotes } from '../../../src/config/profile-notes.ts';
import { createTempFolder, type TempFolder } from './temp-folder.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = createTempFolder();
});
afterEach(() => folder.remove());

test('keeps a note for its profile and feature, readable by its owner alone', async () => {
  const path = folder.file('notes.json');
  const notes = fileNotes(path, 'prod');
  expect(await notes.read('a')).toBeNull();
  await Promise.all([notes.write('a', { tier: 'archive' }), notes.write('b', 1)]);
  await fileNotes(path, 'test').write('a', 2);
  expect(await notes.read('a')).toEqual({ tier: 'archive' });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    prod: { a: { tier: 'archive' }, b: 1 },
    test: { a: 2 },
  });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a broken file counts as empty, and one that can’t be written is done without', async () => {
  const path = folder.file('notes.json');
  writeFileSync(path, '{"prod":');
  const notes = fileNotes(path, 'prod');
  expect(await notes.read('a')).toBeNull();
  await notes.write('a', 1);
  expect(await notes.read('a')).toBe(1);
  await fileNotes(`${path}/below`, 'prod').write('a', 1);
});
