import type { ApiRequest, ApiResponse } from '../types.ts';

/** A call that a strategy makes to sign in; it may go to another host than the source's own. */
export interface SignInRequest extends ApiRequest {
  /** @default the source's base URL */
  readonly baseUrl?: string;
}

/**
 * Sends one call without credentials and without retries: the call that waits for them is tried
 * again as a whole.
 *
 * @throws ApiError for every status above 299
 */
export type Sender = (request: SignInRequest) => Promise<ApiResponse>;

/** The headers that a strategy adds; names in lower case. */
export type AuthHeaders = Readonly<Record<string, string>>;

/** One way of proving who is asking. Shared by all calls of a client. */
export interface AuthStrategy {
  /**
   * The headers for the next try. Resolves secrets and exchanges tokens when needed.
   *
   * @throws ApiError, or what resolving the secret throws
   */
  headers(send: Sender, signal: AbortSignal): Promise<AuthHeaders>;
  /**
   * Called when the vendor answered 401 to `used`.
   *
   * @returns true when other credentials are worth one more try
   */
  rejected(used: AuthHeaders): boolean | Promise<boolean>;
  /** Every secret value seen so far, for redaction. */
  secrets(): readonly string[];
}

/** A secret that is resolved only when used. */
export type Secret = () => Promise<string>;
