import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { read, readCode, sourcesBelow } from './project-files.ts';

const sources = sourcesBelow('src');
const tests = sourcesBelow('test');
const all = [...sources, ...tests];

describe('a file', () => {
  test('has at most 400 lines', () => {
    expect(all.filter((path) => read(path).split('\n').length > 401)).toEqual([]);
  });

  test('is named in kebab case', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.tsx?$/;
    expect(all.filter((path) => !kebab.test(basename(path)))).toEqual([]);
  });

  test('is named for what it is', () => {
    const vague = /(^|[/-])(utils?|helpers?|commons?|managers?|misc)(-|\.|\/)/;
    expect(all.filter((path) => vague.test(path))).toEqual([]);
  });

  test('is no barrel: only the registry of features is an index', () => {
    const indexes = sources.filter((path) => /\/index\.tsx?$/.test(path));
    expect(indexes).toEqual(['src/features/index.ts']);
  });
});

/** Words that code may use in some places only, and why. */
const reserved: readonly { word: RegExp; why: string; allowed: RegExp }[] = [
  {
    word: /\b(Date\.now|setTimeout|setInterval|performance\.now)\b/,
    why: 'time comes from a Clock',
    allowed: /^src\/core\/clock\.ts$/,
  },
  {
    // Not so in quotes: process.name is a label that a vendor gives events.
    word: /(?<!['"`])\bprocess\.|node:process/,
    why: 'the process belongs to the edges',
    allowed: /^src\/(main\.ts|cli\/|config\/|tui\/run|simulator\/commands)/,
  },
  {
    word: /\bprocess\.exitCode\s*=/,
    why: 'there is one writer of the exit code',
    allowed: /^src\/main\.ts$/,
  },
  {
    word: /\b(useEffect|useLayoutEffect|useReducer|fetch\()/,
    why: 'state and I/O live outside React',
    allowed: /^$/,
  },
  {
    word: /\b(useInput|usePaste)\b/,
    why: 'keys come in at one place',
    allowed: /^src\/tui\/input\.tsx$/,
  },
  {
    word: /\bas any\b|: any\b|<any>|@ts-(ignore|expect-error|nocheck)/,
    why: 'types are not to be silenced',
    allowed: /^$/,
  },
];

test.each(reserved)('$why: $word', ({ word, allowed }) => {
  const wrong = sources.filter((path) => !allowed.test(path) && word.test(readCode(path)));
  expect(wrong).toEqual([]);
});

describe('a test', () => {
  // Put together here, so that this file is not one of those it finds.
  const modifier = new RegExp(
    `\\b(it|test|describe)(\\.\\w+)*\\.(${['only', 'skip', 'todo'].join('|')})\\b`,
  );
  const waiting = new RegExp(
    `\\b(${['Timeout', 'Interval'].map((end) => `set${end}`).join('|')})\\b`,
  );

  test('is never left out', () => {
    expect(tests.filter((path) => modifier.test(readCode(path)))).toEqual([]);
    expect(modifier.test(['test', 'each', 'skip'].join('.'))).toBe(true);
  });

  test('never sleeps', () => {
    const free = tests.filter((path) => !path.startsWith('test/support/') && !isThisFile(path));
    expect(free.filter((path) => waiting.test(readCode(path)))).toEqual([]);
  });

  test('mocks no module and no file system', () => {
    const mock = new RegExp(`\\bvi\\.(${['mock', 'doMock', 'useFakeTimers'].join('|')})\\b`);
    expect(tests.filter((path) => mock.test(readCode(path)))).toEqual([]);
  });
});

const isThisFile = (path: string) => path === 'test/contracts/file-shape.test.ts';
