import type { Responsible } from '../core/errors.ts';
import type { ApiErrorCode } from './errors.ts';

/** How a broken call is told. */
export interface Failure {
  readonly code: ApiErrorCode;
  readonly who: Responsible;
  /** What happened, to follow a colon. */
  readonly what: string;
  readonly hint: string;
  readonly retryable: boolean;
}
