import { safeText } from '../core/safe-text.ts';
import type { Redactor } from './redact.ts';
import { sourceTitles } from './source-titles.ts';
import type { Method, SourceId } from './types.ts';

/** Which call a message is about. */
export interface CallSite {
  readonly source: SourceId;
  /** The vendor system's name. */
  readonly title: string;
  /** Scheme, host and port that were asked. */
  readonly origin: string;
  readonly method: Method;
  /** Path and query, safe and redacted. */
  readonly path: string;
  /** Takes secrets out of a text and makes it safe to print. */
  readonly clean: (text: string) => string;
}

const longestPath = 500;

/** Describes a call without giving anything secret away. */
export function callSite(
  call: { readonly source: SourceId; readonly method: Method; readonly url: URL },
  redactor: Redactor,
): CallSite {
  const clean = (text: string) => safeText(redactor.redact(text), 1000);
  return {
    source: call.source,
    title: sourceTitles[call.source],
    origin: clean(call.url.origin),
    method: call.method,
    path: safeText(redactor.redact(call.url.pathname + call.url.search), longestPath),
    clean,
  };
}

/** The call in a message: `GET /api/v1/registry`. */
export function nameCall(site: CallSite): string {
  return `${site.method} ${site.path}`;
}
