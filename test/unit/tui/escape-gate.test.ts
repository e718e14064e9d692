import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EscapeGate } from '../../../src/tui/escape-gate.ts';

const esc = '\x1b[27u';

test.each([
  ['plain keys pass', ['j', 'k'], 'jk', ''],
  ['a whole sequence passes', ['\x1b[A'], '\x1b[A', ''],
  ['a sequence in parts passes whole', ['\x1b', '[', '1;5', 'A'], '\x1b[1;5A', ''],
  ['a function key in parts', ['\x1bO', 'P'], '\x1bOP', ''],
  ['esc alone is known when nothing follows', ['\x1b'], '', esc],
  ['esc twice', ['\x1b\x1b'], esc, esc],
  ['esc and an arrow', ['\x1b\x1b[A'], `${esc}\x1b[A`, ''],
  ['an unfinished sequence was esc and text', ['\x1b['], '', `${esc}[`],
  ['the begin of a paste in parts', ['\x1b[20', '0~a\x1b[201~'], '\x1b[200~a\x1b[201~', ''],
  ['the end of a paste in parts', ['\x1b[200~a\x1b[2', '01~'], '\x1b[200~a\x1b[201~', ''],
  ['a paste whose end got lost is ended', ['\x1b[200~ab'], '\x1b[200~ab', '\x1b[201~'],
  ['an ESC in a paste stays', ['\x1b[200~\x1b\x1bx\x1b[201~'], '\x1b[200~\x1b\x1bx\x1b[201~', ''],
])('%s', (_name, chunks, passed, flushed) => {
  const gate = new EscapeGate();
  expect(chunks.map((chunk) => gate.push(chunk)).join('')).toBe(passed);
  expect(gate.awaited === 'nothing').toBe(flushed === '');
  expect(gate.flush()).toBe(flushed);
  expect(gate.awaited).toBe('nothing');
});

test('says whether it waits for a sequence or for the end of a paste', () => {
  const gate = new EscapeGate();
  gate.push('\x1b[');
  expect(gate.awaited).toBe('sequence');
  gate.push('200~');
  expect(gate.awaited).toBe('paste-end');
});

test('where a line parts the input makes no difference', () => {
  const pieces = [
    'j',
    '\x1b[A',
    '\x1b[5~',
    '\x1bOP',
    '\x1b[200~a\x1b[Bb\x1b[201~',
    'é',
    '\x1b\x1b[C',
  ];
  const inputs = fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join(''));
  fc.assert(
    fc.property(inputs, fc.array(fc.nat(60)), (input, cuts) => {
      const gate = new EscapeGate();
      const bounds = [0, ...cuts.filter((cut) => cut < input.length).sort((a, b) => a - b)];
      const parts = bounds.map((start, index) => input.slice(start, bounds[index + 1]));
      const passed = parts.map((part) => gate.push(part)).join('');
      expect(passed + gate.flush()).toBe(new EscapeGate().push(input));
    }),
  );
});
