import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examine, problemLine } from '../../../src/config/examine.ts';

const lines = (text: string) => {
  const examined = examine(text);
  return 'problems' in examined
    ? examined.problems.map((problem) => problemLine('c.json', problem))
    : [];
};

const withPrisma = (extra: string) => `{
  "profiles": {
    "prod": {
      "prisma": {
        "url": "https://console.example:8083",
        "auth": { "type": "basic", "username": "ops", "password": "env:P" }${extra}
      }
    }
  }
}`;

describe('broken JSON', () => {
  test.each([
    ['', 'c.json:1:1: the file is empty; write {}'],
    ['{\n  "a": 1\n  "b": 2\n}', 'c.json:3:3: a comma is missing; write "," before this'],
    [
      '{ "currentProfile" "x" }',
      'c.json:1:20: a colon is missing; write ":" between the key and its value',
    ],
    [
      '{ "a": prod }',
      'c.json:1:8: this is not JSON; write text in double quotes, or true, false, null or a number',
    ],
    ['{\n  // mine\n}', 'c.json:2:3: JSON has no comments; remove it'],
    ['{ "a": "x\n}', 'c.json:1:8: the text has no end; write the closing quote'],
    ['{} {}', 'c.json:1:4: the file should have ended; remove what follows the last brace'],
  ])('%j is %j', (text, expected) => {
    expect(lines(text)[0]).toBe(expected);
  });

  test('a missing brace is told at the end of the file', () => {
    expect(lines('{ "profiles": {\n}\n')).toEqual(['c.json:3:1: a brace is missing; write "}"']);
  });

  test('any text is either good or has a problem within it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const examined = examine(text);
        if ('config' in examined) return JSON.parse(text) !== null;
        const count = text.split('\n').length;
        return examined.problems.length > 0 && examined.problems.every(({ line }) => line <= count);
      }),
    );
  });
});

describe('a config that is JSON, and wrong', () => {
  test.each([
    [
      ',\n        "insecur": true',
      'c.json:7:9: profiles.prod.prisma.insecur is not a known key; write "insecure"',
    ],
    [
      ',\n        "apiVersion": "32.07"',
      'c.json:7:23: profiles.prod.prisma.apiVersion is not a version; write it as in "v32.07" or "v1"',
    ],
    [
      ',\n        "insecure": "yes"',
      'c.json:7:21: profiles.prod.prisma.insecure must be a switch; write true or false',
    ],
    [
      ',\n        "tls": []',
      'c.json:7:16: profiles.prod.prisma.tls must be an object; write { … }',
    ],
    [
      ',\n        "collections": "a"',
      'c.json:7:24: profiles.prod.prisma.collections must be a list; write [ … ]',
    ],
    [
      ',\n        "url": "https://other.example"',
      'c.json:7:9: profiles.prod.prisma.url is there twice; write it once',
    ],
  ])('%j is %j', (extra, expected) => {
    expect(lines(withPrisma(extra))).toEqual([expected]);
  });

  test.each([
    [
      '{ "profiles": { "a b": {} } }',
      'c.json:1:17: profiles.a b is not a profile name; write letters, digits, ".", "_" and "-", 64 at most',
    ],
    [
      '{ "currentProfile": "x", "profiles": { "y": {} } }',
      'c.json:1:21: currentProfile names no profile; write one of "y"',
    ],
    [
      '{ "currentProfile": "x" }',
      'c.json:1:21: currentProfile names no profile; write a profile first',
    ],
    [
      '{ "preferences": { "progress": { "interval": "2" } } }',
      'c.json:1:46: preferences.progress.interval is not a duration of 250 ms or more; write it as in "2s"',
    ],
    [
      '{ "profiles": { "a": { "colour": "purple" } } }',
      'c.json:1:34: profiles.a.colour is not a known value; write one of "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"',
    ],
    [
      '{ "profiles": { "a": { "xray": { "auth": {} } } } }',
      'c.json:1:32: profiles.a.xray.url is missing; write "url": "https://HOST"',
    ],
    [
      '{ "qqqqqq": 1 }',
      'c.json:1:3: qqqqqq is not a known key; write one of $schema, currentProfile, profiles, preferences',
    ],
    ['[]', 'c.json:1:1: the config must be an object; write { … }'],
  ])('%j has %j', (text, expected) => {
    expect(lines(text)).toContain(expected);
  });

  test('every problem is told, in the order of the file', () => {
    const text =
      '{\n"colour": 1,\n"preferences": { "bel": true,\n"title": 1 },\n"profilesss": {} }';
    expect(lines(text).map((line) => line.split(':')[1])).toEqual(['2', '3', '4', '5']);
  });

  test.each(['hunter2', 'env:NOT A NAME', 'env:', 'file:', 'ENV:X', ' env:X'])(
    'the literal secret %j is refused and not repeated',
    (secret) => {
      const text = withPrisma('').replace('env:P', secret);
      expect(lines(text)).toEqual([
        'c.json:6:67: profiles.prod.prisma.auth.password must say where the secret is, not what it is; ' +
          'write "env:NAME", "file:PATH" or "command:CMD LINE"',
      ]);
    },
  );

  test('a password in a URL is refused and not repeated', () => {
    const problems = lines(
      withPrisma('').replace('console.example', 'ops:hunter2@console.example'),
    );
    expect(problems.join()).toMatch(/holds a name or a password/);
    expect(problems.join()).not.toContain('hunter2');
  });

  test('an escape sequence in a key is made visible', () => {
    expect(lines(`{ "\\u001b[31m": 1 }`)[0]).toContain('␛[31m is not a known key');
  });
});

test('the file of a person is kept as it was written, beside the config with its defaults', () => {
  const examined = examine(withPrisma(''));
  expect(examined).toMatchObject({
    written: JSON.parse(withPrisma('')),
    config: {
      preferences: {
        title: true,
        bell: true,
        progress: { interval: '2s', stallAfter: '5m' },
        keys: {},
      },
      profiles: { prod: { prisma: { apiVersion: 'v32.07' } } },
    },
  });
});
