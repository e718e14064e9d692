import { uuidOf } from '../catalogue.ts';
import { jsonAnswer, Refusal } from '../exchange.ts';

/** An error of the API (IBM Cloud Logs API definition, ApiError). */
export interface ApiError {
  readonly errors: readonly { readonly code: string; readonly message: string }[];
  readonly trace: string;
  readonly status_code: number;
}

/** The codes of the API definition's examples, by status. */
const codes = {
  400: 'bad_request_or_unspecified',
  401: 'unauthenticated',
  403: 'unauthorized',
  404: 'not_found',
  429: 'resource_exhausted',
  500: 'method_internal_error',
} as const;

/** The statuses that the API is known to refuse with. */
export type ErrorStatus = keyof typeof codes;

/** The body of a refusal. */
export function apiError(status: ErrorStatus, message: string): ApiError {
  return {
    errors: [{ code: codes[status], message }],
    ...{ trace: uuidOf('trace', status, message), status_code: status },
  };
}

/** A refusal in the form of the API. */
export function refusal(
  status: ErrorStatus,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return new Refusal({ ...jsonAnswer(apiError(status, message), headers), status });
}

/** What the faults `429` and `5xx` say. */
export const faultBody = (status: 429 | 500): ApiError =>
  apiError(status, status === 429 ? 'Rate limit exceeded' : 'Internal server error');
