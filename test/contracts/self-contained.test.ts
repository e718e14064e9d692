import { expect, test } from 'vitest';
import { filesBelow, read } from './project-files.ts';

// Put together here, so that this file is not one of those it finds.
const foreign = [
  ['the notes beside a checkout', new RegExp(['\\.\\.', 'shared\\b'].join('/'))],
  ['a folder of one machine', new RegExp(['(^|[^\\w.-])', 'work', ''].join('/'), 'm')],
] as const;

const files = filesBelow('').filter((path) => path !== 'package-lock.json');

test.each(foreign)('no file mentions %s', (_name, pattern) => {
  expect(files).toContain('package.json');
  expect(files.filter((path) => pattern.test(read(path)))).toEqual([]);
});

test.each([
  [true, 0, 'see ../', 'shared/design.md'],
  [true, 1, 'cd /', 'work/main'],
  [false, 1, 'https://host/', 'work/1'],
  [false, 0, '../core/', 'shared.ts'],
])('%s for pattern %d: %s%s', (expected, index, start, end) => {
  expect(foreign[index]?.[1].test(start + end)).toBe(expected);
});
