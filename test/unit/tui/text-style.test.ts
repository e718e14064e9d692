import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  plainStyle,
  sameStyle,
  showsOnBlanks,
  styleAfter,
  styleSequence,
} from '../../../src/tui/text-style.ts';
import { createEmulator } from '../../support/emulator.ts';

const after = (...parameters: string[]) =>
  parameters.reduce((style, each) => styleAfter(style, `\x1b[${each}m`), plainStyle);

test.each([
  [['1'], ['1'], ''],
  [['1'], ['1', '32'], '\x1b[32m'],
  [['1'], [], '\x1b[m'],
  [['36'], ['1'], '\x1b[0;1m'],
  [['1', '2'], ['2'], '\x1b[0;2m'],
  [['38;2;1;2;3', '48;5;17', '1'], ['38;2;1;2;3', '48;5;17'], '\x1b[22m'],
  [['31', '7', '4'], ['31', '7'], '\x1b[24m'],
  [['7'], ['0'], '\x1b[m'],
  [['7;31'], [''], '\x1b[m'],
  [['4:3'], ['4'], '\x1b[4m'],
  [['97', '107'], ['39', '49'], '\x1b[m'],
])('from %j to %j is %j', (from, to, sequence) => {
  expect(styleSequence(after(...from), after(...to))).toBe(sequence);
});

test.each([
  ['1;2;3;5;8;31;58;5;7', false],
  ['4', true],
  ['7', true],
  ['9', true],
  ['53', true],
  ['48;5;1', true],
  ['100', true],
])('%s shows on blanks: %j', (parameters, shows) => {
  expect(showsOnBlanks(after(parameters))).toBe(shows);
});

const parameters = fc.constantFrom(
  ...['0', '', '1', '2', '3', '4', '5', '7', '8', '9', '21', '53', '31', '97', '45', '107'],
  ...['38;5;208', '48;5;7', '38;2;7;4;1', '48;2;1;7;4', '58;5;1', '1;4;31', '0;7', '4:3'],
  ...['22', '23', '24', '25', '27', '28', '29', '39', '49', '55', '59'],
);
const styles = fc.array(parameters, { maxLength: 8 });

test('a sequence leads from any style to any other', () => {
  fc.assert(
    fc.property(styles, styles, (from, to) => {
      const sequence = styleSequence(after(...from), after(...to));
      expect(sequence.length).toBeLessThanOrEqual(`\x1b[0;${to.join(';')}m`.length);
      const reached = sequence === '' ? after(...from) : styleAfter(after(...from), sequence);
      expect(sameStyle(reached, after(...to))).toBe(true);
    }),
  );
});

test('a terminal draws alike, by the sequences as they came and by the shortest', async () => {
  const emulator = createEmulator(20, 2);
  await fc.assert(
    fc.asyncProperty(fc.array(styles, { maxLength: 6 }), async (steps) => {
      let style = plainStyle;
      let plainly = '\x1b[m\x1b[H\x1b[J';
      let shortly = '\x1b[m\x1b[2H';
      for (const step of steps) {
        const next = step.reduce((now, each) => styleAfter(now, `\x1b[${each}m`), style);
        plainly += `${step.map((each) => `\x1b[${each}m`).join('')}x`;
        shortly += `${styleSequence(style, next)}x`;
        style = next;
      }
      emulator.write(plainly + shortly);
      await emulator.drained();
      const row = (y: number) => steps.map((_, x) => emulator.cellAt(x, y));
      expect(row(1)).toEqual(row(0));
    }),
    { numRuns: 60 },
  );
  emulator.dispose();
});
