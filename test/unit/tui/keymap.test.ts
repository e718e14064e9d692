import { describe, expect, test } from 'vitest';
import type { Binding } from '../../../src/core/binding.ts';
import { answerOf, createKeymap, remapKeys, typedText } from '../../../src/tui/keymap.ts';
import { deckKeymaps } from '../../../src/tui/shell-bindings.ts';
import { shellKeymap } from '../../../src/tui/shell-keymap.ts';

const binding = (id: string, ...keys: readonly string[]): Binding => ({
  id,
  keys,
  title: id,
  group: 'Test',
});

describe('createKeymap', () => {
  const keymap = createKeymap({
    pane: [binding('pane.x', 'x', 'q')],
    shell: [binding('shell.quit', 'q'), binding('shell.open', 'enter')],
  });

  test.each([
    ['x', 'pane.x'],
    ['enter', 'shell.open'],
    ['q', 'pane.x'],
    ['z', undefined],
  ])('%s finds %s', (key, id) => {
    expect(keymap.find(key)?.id).toBe(id);
  });
});

describe('remapKeys', () => {
  const shell = [
    binding('shell.a', 'a'),
    binding('shell.b', 'b'),
    binding('shell.quit-now', 'ctrl-c'),
  ];
  const panes = [[binding('one.x', 'x')], [binding('two.y', 'y')]];
  const keysOf = (bindings: readonly Binding[]) => bindings.flatMap(({ keys }) => keys);

  test('gives a binding the keys that the user chose', () => {
    const { shell: remapped, problems } = remapKeys(shell, panes, { 'shell.a': ['z', 'ctrl-t'] });
    expect(keysOf(remapped)).toEqual(['z', 'ctrl-t', 'b', 'ctrl-c']);
    expect(problems).toEqual([]);
  });

  test('lets two bindings swap keys', () => {
    const { shell: swapped, problems } = remapKeys(shell, panes, {
      'shell.a': ['b'],
      'shell.b': ['a'],
    });
    expect(keysOf(swapped)).toEqual(['b', 'a', 'ctrl-c']);
    expect(problems).toEqual([]);
  });

  test('lets two panes use one key', () => {
    expect(remapKeys(shell, panes, { 'two.y': ['x'] }).problems).toEqual([]);
  });

  test('can take a key away', () => {
    expect(keysOf(remapKeys(shell, panes, { 'shell.a': [] }).shell)).toEqual(['b', 'ctrl-c']);
  });

  const refused: readonly [string, Readonly<Record<string, readonly string[]>>, string][] = [
    ['an unknown id', { 'shell.c': ['c'] }, 'names no binding; write "shell.a"'],
    ['an id like none', { 'pane.export': ['c'] }, 'write an id that `scandeck keys` lists'],
    [
      'no key',
      { 'shell.a': ['ctrl-alt-x'] },
      'has "ctrl-alt-x", which is not a key; write one character, ctrl-a',
    ],
    ['two characters', { 'shell.a': ['gg'] }, '"gg", which is not a key'],
    [
      'a key of the shell',
      { 'shell.a': ['b'] },
      'has "b", which is taken by shell.b; write another key, or give shell.b others',
    ],
    ['a key of a pane', { 'shell.a': ['y'] }, '"y", which is taken by two.y'],
    ['a key of the shell, for a pane', { 'one.x': ['a'] }, '"a", which is taken by shell.a'],
    ['the way out', { 'shell.quit-now': ['z'] }, 'cannot be changed; remove it'],
    [
      'the key of the way out',
      { 'shell.a': ['ctrl-c'] },
      '"ctrl-c", which is taken by shell.quit-now; write another key',
    ],
  ];
  test.each(refused)('refuses %s, and keeps the old keys', (_, wanted, problem) => {
    const remapped = remapKeys(shell, panes, wanted);
    const told = remapped.problems.map(({ what, instead }) => `${what}; ${instead}`);
    expect(told).toEqual([expect.stringContaining(problem)]);
    expect(remapped.problems.map(({ id }) => id)).toEqual(Object.keys(wanted));
    expect(keysOf(remapped.shell)).toEqual(['a', 'b', 'ctrl-c']);
    expect(remapped.panes.map(keysOf)).toEqual([['x'], ['y']]);
  });

  test('refuses the rest of a chain that a refusal breaks', () => {
    const { shell: kept, problems } = remapKeys(shell, [[binding('one.x', 'x')]], {
      'shell.a': ['b'],
      'shell.b': ['x'],
    });
    expect(keysOf(kept)).toEqual(['a', 'b', 'ctrl-c']);
    expect(problems).toHaveLength(2);
  });
});

describe('the shell keymap', () => {
  test('keeps off the keys of tmux, screen and shells', () => {
    const keys = shellKeymap.flatMap((one) => one.keys);
    expect(keys).not.toEqual(expect.arrayContaining(['ctrl-a']));
    expect(keys.filter((key) => ['ctrl-a', 'ctrl-b', 'ctrl-k'].includes(key))).toEqual([]);
  });

  test('names the panes after the features', () => {
    const feature = {
      id: 'logs',
      slot: 2 as const,
      title: 'Scan logs',
      source: 'carbonBlack' as const,
      vendor: 'V',
      question: 'Q?',
      keymap: [],
      commands: [],
    };
    const keymap = deckKeymaps([feature], {}).byFeature.get('logs');
    expect(keymap?.find('2')?.title).toBe('Go to Scan logs');
  });
});

test.each([
  ['j', 'j'],
  ['space', ' '],
  ['漢', '漢'],
  ['enter', null],
  ['ctrl-u', null],
  ['up', null],
])('the key %s types %j', (key, text) => {
  expect(typedText(key)).toBe(text);
});

test.each([
  ['y', 'yes'],
  ['Y', 'yes'],
  ['n', 'no'],
  ['esc', 'no'],
  ['enter', null],
])('the key %s answers %j', (key, answer) => {
  expect(answerOf(key)).toBe(answer);
});
