import { describe, expect, test } from 'vitest';
import type { Binding } from '../../../src/core/binding.ts';
import { footerHints, hintSegments } from '../../../src/tui/footer-line.ts';
import { plainText, segmentsWidth } from '../../../src/tui/kit/segments.ts';
import { tabLines } from '../../../src/tui/tabs-line.ts';

const tabs = ['Progress', 'Scan logs', 'Exports'].map((title, index) => ({
  key: String(index + 1),
  title,
  active: index === 1,
}));

describe('the tabs', () => {
  test('mark the one in front by a heavy rule, not by colour', () => {
    const { tabs: line, rule } = tabLines(tabs, '', 60);
    const start = plainText(line).indexOf('2 Scan logs');
    expect(plainText(rule).indexOf('━')).toBe(start - 1);
    expect(plainText(rule).lastIndexOf('━')).toBe(start + '2 Scan logs'.length);
    expect(plainText(rule)).toHaveLength(60);
  });

  test('show the filter in force at the right end, made safe', () => {
    const line = plainText(tabLines(tabs, 'a\u001bb', 60).tabs);
    expect(line.endsWith('/a␛b')).toBe(true);
    expect(line).toHaveLength(59);
  });

  test('fall back to their numbers where it is narrow', () => {
    expect(plainText(tabLines(tabs, '', 30).tabs).trimEnd()).toBe(' 1   2 Scan logs   3');
  });
});

const binding = (id: string, key: string, hint: string): Binding => ({
  id,
  keys: [key],
  title: id,
  group: 'Test',
  hint,
});

describe('the footer', () => {
  const bindings = [
    binding('pane.new', 'n', 'new scan'),
    binding('pane.stop', 'X', 'stop'),
    binding('shell.down', 'j', 'move'),
    binding('shell.up', 'k', 'move'),
    binding('shell.open', 'enter', 'open'),
    binding('shell.filter', '/', 'filter'),
    binding('shell.help', '?', 'help'),
    { id: 'shell.quiet', keys: ['z'], title: 'No hint', group: 'Test' },
  ];
  const source = { bindings, shell: {}, readOnly: false };
  const hints = footerHints(source);

  test('leads with moving, joins what is alike, and ends with the help', () => {
    expect(plainText(hintSegments(hints, 80))).toBe(
      ' j/k move  enter open  n new scan  X stop  / filter  ? help ',
    );
  });

  test('leaves out what the shell cannot do here, and what a read-only profile forbids', () => {
    const disabled = { disabledReason: () => 'this pane is not built yet', run: () => {} };
    const shell = { 'shell.open': disabled, 'shell.filter': disabled };
    const dangerous = bindings.map((one) => ({ ...one, dangerous: one.id === 'pane.stop' }));
    const left = footerHints({ bindings: dangerous, shell, readOnly: true });
    expect(left.map(({ hint }) => hint)).toEqual(['move', 'new scan', 'help']);
  });

  test('leaves out what the pane has no use for in its present view', () => {
    const run = () => {};
    const pane = {
      'pane.new': { isOffered: () => true, disabledReason: () => 'not on this row', run },
      'pane.stop': { isOffered: () => false, run },
    };
    const left = footerHints({ ...source, pane });
    expect(left.map(({ hint }) => hint)).toEqual(['move', 'open', 'new scan', 'filter', 'help']);
  });

  test('lets whole hints fall away, but never the help', () => {
    const narrow = hintSegments(hints, 30);
    expect(plainText(narrow)).toBe(' j/k move  enter open  ? help ');
    expect(segmentsWidth(narrow)).toBeLessThanOrEqual(30);
  });

  test('shows no hint of a binding without a key', () => {
    const unbound = { ...binding('a', 'a', 'gone'), keys: [] };
    expect(footerHints({ ...source, bindings: [unbound] })).toEqual([]);
  });
});
