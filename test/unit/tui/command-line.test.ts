import { describe, expect, test } from 'vitest';
import type { Binding } from '../../../src/core/binding.ts';
import {
  type CommandLine,
  commandKey,
  emptyCommandLine,
  remember,
  typeCommand,
} from '../../../src/tui/command-line.ts';
import { completions, deckCommands, offerTitle } from '../../../src/tui/commands.ts';
import { fuzzyScore, rank } from '../../../src/tui/completion.ts';
import { fieldText } from '../../../src/tui/kit/text-field.ts';
import { shellKeymap } from '../../../src/tui/shell-keymap.ts';

describe('rank', () => {
  const labels = ['Scan logs', 'Stop the regular scan', 'Start an on-demand scan', 'Progress'];
  const candidates = labels.map((label) => ({ id: label, label }));
  const first = (query: string) => rank(query, candidates)[0]?.label;

  test.each([
    ['sc', 'Scan logs'],
    ['sl', 'Scan logs'],
    ['prog', 'Progress'],
    ['PROG', 'Progress'],
    ['demand', 'Start an on-demand scan'],
    ['stop scan', 'Stop the regular scan'],
  ])('%s finds %s first', (query, label) => {
    expect(first(query)).toBe(label);
  });

  test('nothing typed keeps the order', () => {
    expect(rank('', candidates)).toEqual(candidates);
  });

  test('what is not in order is no match', () => {
    expect(fuzzyScore('gorp', 'Progress')).toBeNull();
  });
});

describe('the deck commands', () => {
  const stop: Binding = { id: 'p.stop', keys: ['X'], title: 'Stop the scan', group: 'Progress' };
  const labels = deckCommands([stop, ...shellKeymap], []).map(({ label }) => label);

  test('hold every action that is not a move', () => {
    expect(labels).toEqual(
      expect.arrayContaining(['Stop the scan', 'quit', 'help', 'Refresh now']),
    );
    expect(labels).not.toContain('Move down');
  });

  const source = { bindings: shellKeymap, offers: ['view: help me'] };

  test('offer what the pane has beside its bindings, and know it again', () => {
    const found = completions('view', source, [])[0];
    expect(found).toMatchObject({ label: 'view: help me', keys: '' });
    expect(found && offerTitle(found)).toBe('view: help me');
    expect(completions('quit', source, []).map(offerTitle)[0]).toBeNull();
  });

  test('are found by what people type', () => {
    expect(completions('quit', source, [])[0]?.id).toBe('shell.quit');
    expect(completions('help', source, [])[0]?.id).toBe('shell.help');
  });
});

describe('the command line', () => {
  const choices = { count: 3, history: ['first', 'second'] };
  const press = (line: CommandLine, ...keys: readonly string[]) =>
    keys.reduce((before, key) => commandKey(before, key, choices), line);
  const typed = typeCommand(emptyCommandLine, 'dra');

  test.each([
    [['tab'], 1],
    [['tab', 'tab', 'tab'], 0],
    [['shift-tab'], 2],
    [['tab', 'backspace'], 0],
  ])('%j chooses completion %i', (keys, chosen) => {
    expect(press(typed, ...keys).chosen).toBe(chosen);
  });

  test.each([
    [['up'], 'second'],
    [['up', 'up'], 'first'],
    [['up', 'up', 'up'], 'first'],
    [['up', 'down'], 'dra'],
    [['down'], 'dra'],
    [['up', 'up', 'down', 'down'], 'dra'],
    [['ctrl-u'], ''],
  ])('%j reads %j', (keys, text) => {
    expect(fieldText(press(typed, ...keys).field)).toBe(text);
  });

  test('remembers a command once, the newest last', () => {
    expect(remember(['a', 'b'], 'a')).toEqual(['b', 'a']);
  });
});
