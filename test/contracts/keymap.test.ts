import { describe, expect, test } from 'vitest';
import type { Binding } from '../../src/core/binding.ts';
import { features } from '../../src/features/index.ts';
import { shellKeymap } from '../../src/tui/shell-keymap.ts';

const bindings: readonly Binding[] = [...shellKeymap, ...features.flatMap(({ keymap }) => keymap)];
const ids = bindings.map(({ id }) => id);

/** What binding.ts promises: a printed character or one of these. */
const keyName =
  /^(\S|enter|esc|space|tab|shift-tab|up|down|left|right|home|end|pgup|pgdn|backspace|delete|ctrl-[a-z])$/u;

function repeated(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe('bindings', () => {
  test('have ids of their own', () => {
    expect(ids.length).toBeGreaterThan(20);
    expect(repeated(ids)).toEqual([]);
  });

  test.each(features.map((feature) => [feature.id, feature.keymap] as const))(
    'of the shell and %s never share a key',
    (_id, keymap) => {
      expect(repeated([...shellKeymap, ...keymap].flatMap(({ keys }) => keys))).toEqual([]);
    },
  );

  test('leave the keys of tmux, screen and shells alone', () => {
    const taken = new Set(['ctrl-a', 'ctrl-b', 'ctrl-k', 'ctrl-s', 'ctrl-q']);
    expect(bindings.filter(({ keys }) => keys.some((key) => taken.has(key)))).toEqual([]);
  });

  test.each(bindings)('$id is complete', ({ id, keys, title, group, hint }) => {
    expect(id).toMatch(/^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(keys).not.toEqual([]);
    expect(keys.filter((key) => !keyName.test(key))).toEqual([]);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(group).toMatch(/^[A-Z]/);
    expect(hint ?? 'short').toMatch(/^\S+( \S+)?$/);
  });

  test('of the shell change nothing at a vendor', () => {
    expect(shellKeymap.filter(({ dangerous }) => dangerous)).toEqual([]);
  });
});
