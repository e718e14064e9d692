import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBareArguments } from '../../../src/cli/bare-arguments.ts';
import { type Catalogue, type Invocation, parseArguments } from '../../../src/cli/parse.ts';

const catalogue: Catalogue = { commands: [], version: '1.2.3' };

function parsed(argv: readonly string[]): Invocation | 'refused' {
  try {
    return parseArguments(argv, catalogue);
  } catch {
    return 'refused';
  }
}

test.each<[string[], object]>([
  [[], {}],
  [['--read-only'], { readOnly: true }],
  [['--profile', 'prod', '--config', 'a b.json'], { profile: 'prod', configFile: 'a b.json' }],
])('%j is read without the parser', (argv, globals) => {
  expect(readBareArguments(argv)).toMatchObject(globals);
});

test.each([
  [['progress']],
  [['--config']],
  [['--config', '']],
  [['--config', '--profile']],
  [['--config=a.json']],
  [['-q']],
  [['--help']],
  [['--', 'x']],
])('%j is left to the parser', (argv) => {
  expect(readBareArguments(argv)).toBeNull();
});

test('whatever is read without the parser, the parser reads alike', () => {
  const word = fc.constantFrom('--config', '--profile', '--read-only', 'a.json', 'prod', '-x', '');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
      const globals = readBareArguments(argv);
      fc.pre(globals !== null);
      expect(parsed(argv)).toEqual({ kind: 'deck', demo: null, globals });
    }),
  );
});
