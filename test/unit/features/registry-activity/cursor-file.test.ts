import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCursorFile } from '../../../../src/features/registry-activity/cursor-file.ts';
import type { TailCursor } from '../../../../src/features/registry-activity/tail-batch.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scandeck-cursor-'));
  path = join(folder, 'cursor');
});
afterEach(() => rmSync(folder, { recursive: true }));

const following = { feed: 'https://logs.example', selection: 'all' };
const seen = new Map<string, number>();
const cursor = (positionMs: number, ...added: readonly string[]): TailCursor => {
  for (const key of added) seen.set(key, positionMs);
  const rest = { watermarkMs: positionMs - 1, floorMs: 10, sinceMs: 10 };
  return { ...rest, positionMs, seen, added, query: 'q', tier: 'archive' };
};

async function write() {
  seen.clear();
  const file = await openCursorFile(path, following);
  await file.save(cursor(100, 'a', 'b'));
  await file.save(cursor(200, 'c'));
  await file.close();
}

test('a position comes back with what was told near it', async () => {
  await write();
  const { cursor: found } = await openCursorFile(path, following);
  expect(found).toMatchObject({
    ...{ positionMs: 200, watermarkMs: 199, floorMs: 10, sinceMs: 10, query: 'q', tier: 'archive' },
  });
  expect([...(found?.seen ?? [])]).toEqual([
    ['a', 100],
    ['b', 100],
    ['c', 200],
  ]);
});

test('a torn last line stands at the batch before, and is not written on', async () => {
  await write();
  appendFileSync(path, '{"watermarkMs":300,"posi');
  const file = await openCursorFile(path, following);
  expect(file.cursor?.positionMs).toBe(200);
  await file.save(cursor(400, 'd'));
  await file.close();
  expect(readFileSync(path, 'utf8')).not.toContain('posi\n');
  expect((await openCursorFile(path, following)).cursor?.positionMs).toBe(400);
});

test('a folder that is not there is told before anything is followed', async () => {
  const opening = openCursorFile(join(folder, 'gone', 'cursor'), following);
  await expect(opening).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/gone.*ENOENT/),
  });
});

test('another tail’s file is refused, and so is what is no cursor file', async () => {
  await write();
  const other = openCursorFile(path, { ...following, selection: 'failures' });
  await expect(other).rejects.toMatchObject({ code: 'usage' });
  writeFileSync(path, 'hello\n');
  await expect(openCursorFile(path, following)).rejects.toMatchObject({ code: 'config' });
});
