import { expect, test } from 'vitest';
import { clipboardBytes } from '../../../src/tui/clipboard.ts';

const plain = '\x1b]52;c;aW1hZ2U=\x07';
const tmux = '\x1bPtmux;\x1b\x1b]52;c;aW1hZ2U=\x07\x1b\\';
const screen = '\x1bP\x1b]52;c;aW1hZ2U=\x07\x1b\\';

test.each([
  ['a terminal', { TERM: 'xterm-256color' }, plain],
  ['nothing known', {}, plain],
  ['tmux', { TERM: 'screen-256color', TMUX: '/tmp/tmux-1/default,1,0' }, plain + tmux],
  ['tmux at the other end of SSH', { TERM: 'tmux-256color' }, plain + tmux],
  ['screen', { TERM: 'screen', STY: '1.pts-0.host' }, screen],
  ['screen or tmux at the other end', { TERM: 'screen' }, plain + screen],
])('in %s', (_name, env, bytes) => {
  expect(clipboardBytes('image', env)).toBe(bytes);
});

test('screen gets a long text in parts that it does not cut', () => {
  const bytes = clipboardBytes('x'.repeat(300), { STY: '1.pts-0.host' }) ?? '';
  const parts = bytes.split('\x1b\\').map((part) => part.replace('\x1bP', ''));
  expect(Math.max(...parts.map((part) => part.length))).toBe(76);
  expect(parts.join('')).toBe(clipboardBytes('x'.repeat(300), {}));
});

test.each([
  ['74,994 encoded bytes are sent', 56_244, true],
  ['more are not', 56_246, false],
])('%s', (_name, length, isSent) => {
  const bytes = clipboardBytes('x'.repeat(length), {});
  expect(bytes !== null).toBe(isSent);
  expect(bytes?.length ?? 0).toBeLessThanOrEqual(74_994 + plain.length);
});

test('text that is not ASCII arrives as it was', () => {
  const encoded = (clipboardBytes('größe\n\x1b[31m', {}) ?? '').slice(7, -1);
  expect(Buffer.from(encoded, 'base64').toString('utf8')).toBe('größe\n\x1b[31m');
});
