import { type ApiError, isApiError } from '../errors.ts';

/** An error with a hint that knows this vendor; what is no answer of it stays as it is. */
export function explained(error: unknown): unknown {
  if (!isApiError(error)) return error;
  const hint = hintFor(error);
  return hint === null ? error : error.withHint(hint);
}

/** JFrog REST APIs, Get Approved/Blocked Audit Logs: status codes, security, "Since". */
function hintFor({ status, vendorMessage }: ApiError): string | null {
  switch (status) {
    case 400:
      return /\b168 hours\b/.test(vendorMessage ?? '')
        ? 'The server gives seven days at a time at most; ask for a shorter time.'
        : null;
    case 401:
      return 'Check xray.auth: an access token of this JFrog Platform (bearer), an API key (jfrog-api-key), or a user and password (basic).';
    case 403:
      return 'The user needs the permission VIEW_POLICIES ("View Policies" in JFrog), and the platform a licence for Curation.';
    case 404:
      return 'Curation audit events need Xray 3.82 or newer, with Curation licensed and switched on. Check that xray.url is the platform, as in https://acme.jfrog.io.';
    default:
      return null;
  }
}
