import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SavedView, SavedViews } from '../../../src/api/session.ts';
import { countedViews, fileViews, memoryViews } from '../../../src/config/saved-views.ts';
import { createActivity } from '../../../src/core/activity.ts';
import { createTempFolder, type TempFolder } from './temp-folder.ts';

let folder: TempFolder;

beforeEach(() => {
  folder = createTempFolder();
});

afterEach(() => folder.remove());

const view = (name: string, more: Partial<SavedView> = {}): SavedView => ({
  name,
  criteria: { query: 'kube' },
  ...more,
});
const worst = view('worst', {
  columns: ['time', 'image'],
  sort: { field: 'scan_time', order: 'DESC' },
});

const kinds: readonly [string, () => SavedViews][] = [
  ['in memory', memoryViews],
  ['in a file', () => fileViews(folder.file('views.json'), 'prod')],
  ['that are counted', () => countedViews(memoryViews(), createActivity())],
];

describe.each(kinds)('views %s', (_, open) => {
  test('are listed by name, and one of the same name is replaced', async () => {
    const views = open();
    expect(await views.list('scan-logs')).toEqual([]);
    await views.save('scan-logs', worst);
    await views.save('scan-logs', view('kube'));
    await views.save('scan-logs', view('kube', { criteria: { query: 'cube' } }));
    await views.save('secure-events', view('other'));
    expect(await views.list('scan-logs')).toEqual([
      view('kube', { criteria: { query: 'cube' } }),
      worst,
    ]);
  });

  test('are removed by name', async () => {
    const views = open();
    await views.save('scan-logs', worst);
    await views.remove('scan-logs', 'nothing');
    await views.remove('scan-logs', 'worst');
    expect(await views.list('scan-logs')).toEqual([]);
  });

  test.each(['', ' kube', 'a\nb', '\u001b[2J', 'x'.repeat(65)])(
    'are not named %j',
    async (name) => {
      const views = open();
      await expect(views.save('scan-logs', view(name))).rejects.toMatchObject({ exitCode: 2 });
      expect(await views.list('scan-logs')).toEqual([]);
    },
  );
});

test('work on views is counted, and a failure ends it', async () => {
  const activity = createActivity();
  const views = countedViews(fileViews(folder.file('views.json'), 'prod'), activity);
  let isSaved = false;
  void views.save('scan-logs', worst).then(() => {
    isSaved = true;
  });
  await activity.idle();
  expect(isSaved).toBe(true);
  await expect(views.save('scan-logs', view(''))).rejects.toMatchObject({ exitCode: 2 });
  await activity.idle();
});

describe('the file', () => {
  test('keeps profiles apart, and outlives the process that wrote it', async () => {
    const path = folder.file('deep/views.json');
    await fileViews(path, 'prod').save('scan-logs', worst);
    await fileViews(path, 'test').save('scan-logs', view('kube'));
    expect(await fileViews(path, 'prod').list('scan-logs')).toEqual([worst]);
    expect(await fileViews(path, 'test').list('scan-logs')).toEqual([view('kube')]);
  });

  test('is readable by its owner alone, and nothing is left beside it', async () => {
    const path = folder.file('views.json');
    writeFileSync(path, '{"profiles":{},"later":1}', { mode: 0o644 });
    await fileViews(path, 'prod').save('scan-logs', worst);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder.path)).toEqual(['views.json']);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ later: 1 });
  });

  test('keeps what is saved at the same time', async () => {
    const views = fileViews(folder.file('views.json'), 'prod');
    await Promise.all(['a', 'b', 'c'].map((name) => views.save('scan-logs', view(name))));
    const names = (await views.list('scan-logs')).map(({ name }) => name);
    expect(names).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['{"profiles":', /JSON/],
    ['[]', /must be an object/],
    ['{"profiles":{"prod":{"scan-logs":[{"criteria":1}]}}}', /profiles\.prod\.scan-logs\.0\.name/],
  ])('that is broken (%s) is reported and left alone', async (text, words) => {
    const path = folder.file('views.json');
    writeFileSync(path, text);
    const views = fileViews(path, 'prod');
    const calls = [() => views.list('scan-logs'), () => views.save('scan-logs', worst)];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({
        code: 'config',
        message: expect.stringMatching(words),
        hint: expect.stringContaining('not changed'),
      });
    }
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('that can not be written says so', async () => {
    mkdirSync(folder.file('views.json'));
    await expect(
      fileViews(folder.file('views.json'), 'prod').save('scan-logs', worst),
    ).rejects.toMatchObject({ code: 'config', exitCode: 2 });
  });
});
