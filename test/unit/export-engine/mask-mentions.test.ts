import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMentionMask } from '../../../src/export-engine/mask-mentions.ts';

const mask = createMentionMask({
  isName: (path) => path === 'user',
  isText: (path) => path === 'output',
});
const masked = (row: object) =>
  JSON.parse(Buffer.from(mask(Buffer.from(JSON.stringify(row)), () => 'user-1')).toString());

test('a name with a hyphen is masked where it stands and where a text mentions it', () => {
  const row = { user: 'kubernetes-admin', output: 'Exec (user=kubernetes-admin verb=create)' };
  expect(masked(row)).toEqual({ user: 'user-1', output: 'Exec (user=user-1 verb=create)' });
});

test('any name is masked, whatever signs it holds', () => {
  const name = fc
    .string({ unit: 'grapheme-ascii', minLength: 2 })
    .filter((text) => text !== '<NA>');
  fc.assert(
    fc.property(name, (user) => {
      expect(masked({ user, output: 'nothing' }).user).toBe('user-1');
    }),
  );
});
