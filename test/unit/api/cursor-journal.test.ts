import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createCursorJournal,
  noCursorError,
  readCursorLines,
} from '../../../src/api/cursor-journal.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scandeck-journal-'));
  path = join(folder, 'cursor');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what was written comes back line by line', async () => {
  expect(await readCursorLines(path)).toBeNull();
  const journal = createCursorJournal(path);
  await journal.rewrite('{"of":1}\n');
  await journal.append('{"at":2}\nnot json\n');
  await journal.close();
  expect(await readCursorLines(path)).toEqual({
    header: { of: 1 },
    entries: [{ at: 2 }, null],
    isCut: false,
  });
});

test('a line that was cut short does not count, and an empty file is a new one', async () => {
  writeFileSync(path, '{"of":1}\n{"at":2}\n{"at":');
  expect(await readCursorLines(path)).toEqual({
    header: { of: 1 },
    entries: [{ at: 2 }],
    isCut: true,
  });
  writeFileSync(path, '');
  expect(await readCursorLines(path)).toBeNull();
});

test('it is due to be written anew before it is begun, and when it got long', async () => {
  const journal = createCursorJournal(path);
  expect(journal.isDue()).toBe(true);
  await journal.rewrite('{}\n');
  expect(journal.isDue()).toBe(false);
  await journal.append(`${' '.repeat(4 * 1024 * 1024)}\n`);
  expect(journal.isDue()).toBe(true);
  await journal.rewrite('{"short":true}\n');
  expect([journal.isDue(), readFileSync(path, 'utf8')]).toEqual([false, '{"short":true}\n']);
  await journal.close();
});

test('what a crash left of a new file is not taken for one', async () => {
  writeFileSync(path, '{"of":1}\n');
  appendFileSync(`${path}.new`, '{"of":2}\n');
  await readCursorLines(path);
  const journal = createCursorJournal(path);
  await journal.rewrite('{"of":3}\n');
  await journal.close();
  expect((await readCursorLines(path))?.header).toEqual({ of: 3 });
});

test('a file that can not be read or written is told by its name', async () => {
  mkdirSync(path);
  const told = { code: 'cursor-file', message: expect.stringContaining(path) };
  await expect(readCursorLines(path)).rejects.toMatchObject(told);
  await expect(createCursorJournal(path).rewrite('{}\n')).rejects.toMatchObject(told);
});

test('a line that is no cursor is told with its number', () => {
  expect(noCursorError('a\u001bb', 3, 'cursor of a tail').message).toBe(
    'a␛b, line 3: this is no cursor of a tail',
  );
});
