import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { looksHostile, safeLines, safeText } from '../../../src/core/safe-text.ts';
import { cells } from '../../../src/core/width.ts';

/** Texts of which about half the characters are of the kinds that do harm. */
const nastyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.integer({ min: 0x20, max: 0x10ffff }).map((point) => String.fromCodePoint(point)),
      fc.integer({ min: 0, max: 0xa0 }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom(
        ...['\u200d', '\ufe0f', '\u202e', '\u2066', '\u0301', '\u20e3', '\ud83d', '\udc7f'],
        ...[
          '\u1100',
          '\u1161',
          '\u11a8',
          '\u{1f1e9}',
          '\u{1f3fd}',
          '\u{e0041}',
          '👩',
          'क',
          '्',
          'é',
        ],
        ...[
          '\x1b]52;c;aGk=\x07',
          '\x1b]8;;http://x\x1b\\',
          '\x9b31m',
          '\r\n',
          '\u2028',
          'ab/c:1.2',
        ],
      ),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

const harmful =
  /[\p{C}\p{M}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Variation_Selector}]/u;

describe('safeText', () => {
  test.each([
    ['plain text', 'library/alpine:3.16', 'library/alpine:3.16'],
    ['an escape sequence', '\x1b[31mred', '␛[31mred'],
    ['a clipboard write', '\x1b]52;c;aGk=\x07', '␛]52;c;aGk=␇'],
    ['line breaks and tabs', 'a\r\n\tb', 'a␍␊␉b'],
    ['NUL and DEL', '\0\x7f', '␀␡'],
    ['8-bit C1', '\x9b31m\x85', '\\x9b31m\\x85'],
    ['a bidi override', 'gpj\u202eexe', 'gpj\\u202eexe'],
    ['zero width', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['line separators', 'a\u2028b', 'a\\u2028b'],
    ['a lone surrogate', 'a\ud83db', 'a\\ud83db'],
    ['tag characters', '\u{e0041}', '\\u{e0041}'],
    ['a composed accent', 'cafe\u0301', 'café'],
    ['an accent with no composed form', 'x\u0301', 'x\\u0301'],
    ['emoji with a variation selector', '❤\ufe0f', '❤'],
    ['a joined emoji', '👩\u200d💻', '👩💻'],
    ['a skin tone', '👍🏽', '👍'],
    ['a flag', '🇩🇪', '\\u{1f1e9}\\u{1f1ea}'],
    ['wide letters', '日本', '日本'],
  ])('%s', (_name, text, expected) => {
    expect(safeText(text)).toBe(expected);
  });

  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['\x9babc', 6, '\\x9ba…'],
    ['日本👍👍', 4, '日本…'],
    ['\u200d'.repeat(9), 4, '…'],
  ])('keeps %j within %d characters', (text, maxChars, expected) => {
    expect(safeText(text, maxChars)).toBe(expected);
  });

  it('lets nothing through that steers, hides or reorders', () => {
    fc.assert(
      fc.property(nastyText, (text) => !harmful.test(safeText(text))),
      { numRuns: 2000 },
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(nastyText, fc.integer({ min: 1, max: 80 }), (text, maxChars) => {
        const once = safeText(text, maxChars);
        expect(once.length).toBeLessThanOrEqual(maxChars);
        expect(safeText(once, maxChars)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves a width that is the sum of its characters', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        const safe = safeText(text);
        const sum = Array.from(safe, cells).reduce((total, width) => total + width, 0);
        expect(cells(safe)).toBe(sum);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes as many cells in the emulator as it counts, for every character there is', async () => {
    const lines = survivors();
    const terminal = new Terminal({
      cols: 100,
      rows: 2,
      scrollback: 50_000,
      allowProposedApi: true,
    });
    terminal.loadAddon(new Unicode11Addon());
    terminal.unicode.activeVersion = '11';
    await new Promise<void>((resolve) =>
      terminal.write(lines.map((line) => `${line}|`).join('\r\n'), resolve),
    );
    const wrong = lines.filter((line, row) => {
      const cell = terminal.buffer.active.getLine(row)?.getCell(cells(line));
      return cell?.getChars() !== '|';
    });
    terminal.dispose();
    expect(lines.join('').length).toBeGreaterThan(100_000);
    expect(wrong).toEqual([]);
  });
});

/** Every character that safeText leaves alone, 40 to a line. */
function survivors(): readonly string[] {
  const all: string[] = [];
  for (let point = 0x20; point <= 0x10ffff; point += 1) {
    const character = String.fromCodePoint(point);
    if (safeText(character) === character) all.push(character);
  }
  return Array.from({ length: Math.ceil(all.length / 40) }, (_, line) =>
    all.slice(line * 40, line * 40 + 40).join(''),
  );
}

test('safeLines parts text at line feeds, and a lone carriage return stays visible', () => {
  expect(safeLines('a\nb\r\nc\rd\x1b')).toEqual(['a', 'b', 'c␍d␛']);
});

test.each([
  ['plain\ttext\r\n', false],
  ['👩\u200d💻 日本 café', false],
  ['\x1b[2J', true],
  ['\x9b2J', true],
  ['a\0', true],
  ['gpj\u202eexe', true],
  ['pay\u200bpal', true],
])('looksHostile(%j) is %s', (text, expected) => {
  expect(looksHostile(text)).toBe(expected);
});
