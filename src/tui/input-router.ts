import type { Key } from 'ink';
import { LazySegmenter } from '../core/lazy-segmenter.ts';

const named: readonly (readonly [keyof Key, string])[] = [
  ['return', 'enter'],
  ['escape', 'esc'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['home', 'home'],
  ['end', 'end'],
  ['pageUp', 'pgup'],
  ['pageDown', 'pgdn'],
];

const typedNames: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\r\n': 'enter',
  '\t': 'tab',
  ' ': 'space',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\0': 'ctrl-space',
};

/** Keys that a terminal sends as one byte: after an ESC they may be Alt, or a slow line's Esc. */
const singleByteNames = new Set(['enter', 'esc', 'tab', 'backspace']);

const segmenter = new LazySegmenter(undefined, { granularity: 'grapheme' });

/**
 * The keys in one report of Ink's, named as in core/binding.ts. Over a slow line several arrive as
 * one text: each is a key of its own. An ESC before a printed key is Esc and then that key, because
 * nothing here is bound to Alt.
 */
export function keysOf(input: string, key: Partial<Key>): readonly string[] {
  if (key.eventType === 'release') return [];
  const name = named.find(([flag]) => key[flag] === true)?.[1];
  if (name === 'tab' && key.shift) return ['shift-tab'];
  if (name !== undefined) {
    return key.meta && singleByteNames.has(name) ? ['esc', name] : [name];
  }
  if (key.ctrl) return input === '' ? [] : [`ctrl-${input === ' ' ? 'space' : input}`];
  const typed = Array.from(segmenter.segment(input), ({ segment }) => nameOf(segment));
  return key.meta && typed.length > 0 ? ['esc', ...typed] : typed;
}

function nameOf(grapheme: string): string {
  const name = typedNames[grapheme];
  if (name !== undefined) return name;
  const code = grapheme.codePointAt(0) ?? 0;
  if (code >= 0x20) return grapheme;
  return `ctrl-${String.fromCodePoint(code <= 26 ? code + 96 : code + 64)}`;
}
