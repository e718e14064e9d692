import { describe, expect, test } from 'vitest';
import { sourceIds } from '../../src/api/types.ts';
import { features } from '../../src/features/index.ts';
import { filesBelow } from './project-files.ts';

describe('the registry', () => {
  test('has one feature for each tab and source, in order', () => {
    expect(features.map(({ slot }) => slot)).toEqual([1, 2, 3, 4, 5]);
    expect(features.map(({ source }) => source)).toEqual(sourceIds);
    expect(new Set(features.map(({ id }) => id)).size).toBe(features.length);
  });

  test('has every command once', () => {
    const names = features.flatMap(({ commands }) => commands.map(({ name }) => name));
    expect(names).not.toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('lists every feature that there is a folder for', () => {
    const folders = filesBelow('src/features').flatMap(
      (path) => path.split('/').slice(2, -1)[0] ?? [],
    );
    const known = features.map(({ id }) => id);
    expect([...new Set(folders)].filter((folder) => !known.includes(folder))).toEqual([]);
  });
});

describe.each(features)('$id', ({ title, vendor, question, keymap, commands, pane, snapshot }) => {
  test('says what it is', () => {
    expect(title).toMatch(/^[A-Z]/);
    expect(vendor).toMatch(/^[A-Z]/);
    expect(question).toMatch(/^[A-Z].*[.?]$/);
  });

  test('has no pane without headless commands, and a snapshot with them', () => {
    const isBuilt = pane !== undefined;
    expect(isBuilt && commands.length === 0).toBe(false);
    expect(snapshot !== undefined).toBe(commands.length > 0);
    if (!isBuilt) expect(keymap).toEqual([]);
  });

  test.each(commands)('scandeck $name explains itself', ({ name, summary, options = [] }) => {
    expect(name).toMatch(/^[a-z]+([ -][a-z]+)*$/);
    expect(summary).toMatch(/^[A-Z]/);
    expect(options.filter(({ description }) => description === '')).toEqual([]);
  });
});
