import type { CallFailure } from '../../core/call-failure.ts';
import { failureNotice } from '../../tui/kit/failure-notice.ts';
import type { Notice } from '../../tui/kit/notice.ts';

/** The parts of the source that fail each for itself. */
export type SourcePart = 'audit' | 'vulnerabilities';

const titles: Readonly<Record<SourcePart, string>> = {
  audit: 'The activity audit',
  vulnerabilities: "The image's vulnerabilities",
};

/**
 * What failed in one part, that the others stand, and for a 403 the role that is missing (IBM Cloud
 * Workload Protection, "Managing IAM access": a Reader sees events, but neither of these).
 */
export function partNotice(failure: CallFailure, part: SourcePart): Notice {
  const { error } = failure;
  const isForbidden = error instanceof Error && 'code' in error && error.code === 'forbidden';
  const told = error instanceof Error && 'hint' in error ? String(error.hint) : '';
  const role =
    isForbidden && !/writer|manager|role/i.test(told)
      ? 'The Writer role of the instance is missing: Reader is enough for events alone.'
      : '';
  return failureNotice(
    failure,
    titles[part],
    [role, 'The stream stands.'].filter(Boolean).join(' '),
  );
}
