import { expect, test } from 'vitest';
import { configError, isAbort, ScandeckError, usageError } from '../../../src/core/errors.ts';

test('an error carries who has to act, a hint and an exit code', () => {
  const cause = new Error('inner');
  const error = new ScandeckError('gone', {
    code: 'timeout',
    who: 'environment',
    hint: 'Try again.',
    exitCode: 3,
    retryable: true,
    cause,
  });
  expect(error).toMatchObject({ code: 'timeout', hint: 'Try again.', exitCode: 3, cause });
  expect(error.retryable).toBe(true);
});

test.each([
  ['usage', usageError('no')],
  ['config', configError('no', 'Do this.')],
])('%s errors are the user’s to mend and exit with 2', (code, error) => {
  expect(error).toMatchObject({ code, who: 'user', exitCode: 2, retryable: false });
});

test('only an AbortError is an abort', () => {
  expect(isAbort(AbortSignal.abort().reason)).toBe(true);
  expect(isAbort(new Error('AbortError'))).toBe(false);
  expect(isAbort('AbortError')).toBe(false);
});
