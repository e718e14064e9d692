import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  changeConfigFile,
  configFileProblems,
  readableByOthers,
  readConfigFile,
} from '../../../src/config/config-file.ts';
import { createTempFolder, type TempFolder } from './temp-folder.ts';

let folder: TempFolder;

beforeEach(() => {
  folder = createTempFolder();
});

afterEach(() => folder.remove());

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('reading', () => {
  test('no file is an empty config', () => {
    const file = readConfigFile(folder.file('none.json'));
    expect(file).toMatchObject({ exists: false, written: {}, config: { profiles: {} } });
  });

  test('a byte order mark does no harm', () => {
    writeFileSync(folder.file('c.json'), '\uFEFF{ "profiles": {} }');
    expect(readConfigFile(folder.file('c.json')).exists).toBe(true);
  });

  test('a broken file is told with its place, and left as it is', () => {
    const path = folder.file('c.json');
    writeFileSync(path, '{\n  "profiles": {},\n}\n');
    expect(() => readConfigFile(path)).toThrow(`${path}:3:1: a key is missing; write "key": value`);
    expect(configFileProblems(path)).toHaveLength(1);
    expect(readFileSync(path, 'utf8')).toBe('{\n  "profiles": {},\n}\n');
  });

  test('a folder in its place is told', () => {
    mkdirSync(folder.file('c.json'));
    expect(() => readConfigFile(folder.file('c.json'))).toThrow(/Cannot read .*EISDIR/);
  });
});

describe('changing', () => {
  test('creates folder and file for their owner alone', async () => {
    const path = folder.file('deep/er/c.json');
    await changeConfigFile(path, () => ({ profiles: { a: {} } }));
    expect([mode(path), mode(folder.file('deep'))]).toEqual(['600', '700']);
    expect(readFileSync(path, 'utf8')).toBe('{\n  "profiles": {\n    "a": {}\n  }\n}\n');
  });

  test.each(['c.json', 'c', 'c.conf.json', '.scandeck', 'c.'])(
    'works on a file named %j',
    async (name) => {
      await changeConfigFile(folder.file(name), () => ({ profiles: {} }));
      expect(readConfigFile(folder.file(name)).exists).toBe(true);
    },
  );

  test('keeps what it does not know about by name', async () => {
    const path = folder.file('c.json');
    writeFileSync(path, '{ "preferences": { "bell": false }, "profiles": { "a": {} } }');
    await changeConfigFile(path, ({ written }) => ({ ...written, currentProfile: 'a' }));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      preferences: { bell: false },
      profiles: { a: {} },
      currentProfile: 'a',
    });
  });

  test('takes the rights of others away', async () => {
    const path = folder.file('c.json');
    writeFileSync(path, '{}');
    chmodSync(path, 0o644);
    expect(readableByOthers(path)).toContain('chmod 600');
    await changeConfigFile(path, () => ({ profiles: {} }));
    expect(readableByOthers(path)).toBeNull();
  });

  test('gives no advice on the rights of what is no file', () => {
    mkdirSync(folder.file('open'), { mode: 0o755 });
    expect(readableByOthers(folder.file('open'))).toBeNull();
    expect(readableByOthers(folder.file('none'))).toBeNull();
  });

  test('follows a link', async () => {
    writeFileSync(folder.file('real.json'), '{}');
    symlinkSync(folder.file('real.json'), folder.file('link.json'));
    await changeConfigFile(folder.file('link.json'), () => ({ profiles: { a: {} } }));
    expect(readConfigFile(folder.file('real.json')).config.profiles).toEqual({ a: {} });
  });

  test.each(['', '{', '{ "profiles": [] }', '{ "colour": 1 }', 'null', '\0'])(
    'never touches the broken file %j',
    async (text) => {
      const path = folder.file('c.json');
      writeFileSync(path, text);
      await expect(changeConfigFile(path, () => ({ profiles: {} }))).rejects.toMatchObject({
        code: 'config',
        exitCode: 2,
      });
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  test('a change that would break the file is not written', async () => {
    const path = folder.file('c.json');
    await expect(changeConfigFile(path, () => ({ currentProfile: 'gone' }))).rejects.toThrow(
      'The change was not written: currentProfile names no profile',
    );
    expect(readConfigFile(path).exists).toBe(false);
  });

  test('a file that cannot be written is told', async () => {
    writeFileSync(folder.file('plain'), '');
    await expect(changeConfigFile(folder.file('plain/c.json'), () => ({}))).rejects.toThrow(
      /Cannot (read|write) the config file .*ENOTDIR/,
    );
  });
});
