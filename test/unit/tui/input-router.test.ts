import { expect, test } from 'vitest';
import { keysOf } from '../../../src/tui/input-router.ts';

test.each([
  ['a letter', 'j', {}, ['j']],
  ['a capital', 'G', { shift: true }, ['G']],
  ['a burst', 'jjj', {}, ['j', 'j', 'j']],
  ['a burst with enter in it', 'ab\rcd', {}, ['a', 'b', 'enter', 'c', 'd']],
  ['a line break of two bytes', 'a\r\nb', {}, ['a', 'enter', 'b']],
  ['a burst with a control key', 'jj\x04', {}, ['j', 'j', 'ctrl-d']],
  ['a blank', ' ', {}, ['space']],
  ['one grapheme of two code points', 'e\u0301x', {}, ['e\u0301', 'x']],
  ['enter', '\r', { return: true }, ['enter']],
  ['a line feed', '\n', {}, ['enter']],
  ['esc', '', { escape: true }, ['esc']],
  ['esc twice', '', { escape: true, meta: true }, ['esc', 'esc']],
  ['tab', '', { tab: true }, ['tab']],
  ['shift-tab', '', { tab: true, shift: true }, ['shift-tab']],
  ['an arrow', '', { downArrow: true }, ['down']],
  ['an arrow with alt', '', { upArrow: true, meta: true }, ['up']],
  ['page down', '', { pageDown: true }, ['pgdn']],
  ['delete', '', { delete: true }, ['delete']],
  ['backspace', '', { backspace: true }, ['backspace']],
  ['ctrl and a letter', 'c', { ctrl: true }, ['ctrl-c']],
  ['ctrl-space', ' ', { ctrl: true }, ['ctrl-space']],
  ['esc and a letter on a slow line', 'j', { meta: true }, ['esc', 'j']],
  ['esc and enter on a slow line', '\r', { return: true, meta: true }, ['esc', 'enter']],
  ['a function key', '', {}, []],
  ['a key let go of', 'j', { eventType: 'release' }, []],
] as const)('%s', (_name, input, key, names) => {
  expect(keysOf(input, key)).toEqual(names);
});
