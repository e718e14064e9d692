import { exitCodes } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { ApiError, isApiError } from '../errors.ts';

/** What IBM's own codes mean to the one who has to act (IBM Cloud IAM identity service). */
const meanings: Readonly<Record<string, string>> = {
  BXNIM0415E:
    'The API key is unknown: it was deleted, mistyped, or belongs to another IBM Cloud (production or staging). Create one with `ibmcloud iam api-key-create`, and check auth.iamUrl.',
};

const badKey =
  'Check auth.apiKey: IBM Cloud refuses this API key. It may be deleted, locked or mistyped, or of another account; auth.iamUrl must name the IAM that issued it.';
const notIam =
  "Check that auth.iamUrl names IBM Cloud IAM, https://iam.cloud.ibm.com; else a proxy's page or a login page stands in its place.";
const forbidden =
  'The API key is good but may not be used: it is locked or disabled, or the account takes calls from some addresses only. An administrator of the IBM Cloud account can tell.';

/**
 * A failed exchange with IBM's own code in the message and its meaning in the hint. A key that is
 * refused ends with the exit code of credentials and is not tried again.
 */
export function explainedSignIn(error: unknown): unknown {
  if (!isApiError(error) || error.status === null) return error;
  const { status, method, path, vendorMessage } = error;
  if (error.code === 'not-json') return error.withHint(notIam);
  if (status !== 400 && status !== 401 && status !== 403) return error;
  const code = ibmCode(error);
  const said = vendorMessage === null ? '' : `: ${vendorMessage}`;
  const named = code === null ? `answered ${status}` : `answered ${status} ${code}`;
  return new ApiError(`IBM Cloud IAM refused the API key: ${method} ${path} ${named}${said}`, {
    code: status === 403 ? 'forbidden' : 'unauthorised',
    who: 'user',
    hint: meanings[code ?? ''] ?? (status === 403 ? forbidden : badKey),
    exitCode: exitCodes.unauthorised,
    retryable: false,
    method,
    path,
    status,
    vendorMessage,
  });
}

function ibmCode(error: ApiError): string | null {
  const body = error.refusal();
  if (typeof body !== 'object' || body === null || !('errorCode' in body)) return null;
  const { errorCode } = body;
  return typeof errorCode === 'string' && errorCode !== '' ? safeText(errorCode, 40) : null;
}
