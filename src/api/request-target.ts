import { usageError } from '../core/errors.ts';
import { stringifyJson } from '../core/json.ts';
import type { ApiRequest } from './types.ts';

/**
 * The address of a call: the base URL, the path below it, and the query.
 *
 * @throws ScandeckError `usage` for a path without a leading slash
 */
export function requestUrl(baseUrl: string, request: Pick<ApiRequest, 'path' | 'query'>): URL {
  if (!request.path.startsWith('/')) {
    throw usageError(`The path ${JSON.stringify(request.path)} has no leading slash`);
  }
  const url = new URL(baseUrl.replace(/\/+$/, '') + request.path.replaceAll('#', '%23'));
  const query = queryText(request.query);
  if (query !== '') url.search = url.search === '' ? query : `${url.search}&${query}`;
  return url;
}

/** Space as %20, which every server reads alike; a plus does not mean the same to all. */
function queryText(query: ApiRequest['query'] = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return values
      .filter((item) => item !== undefined)
      .map(
        (item) => `${encodeURIComponent(name)}=${encodeURIComponent(String(item).toWellFormed())}`,
      );
  });
  return pairs.join('&');
}

/** The body as it is sent, and its type; null for a call without one. */
export function requestBody(request: ApiRequest): { text: string; type: string } | null {
  if (request.json !== undefined) {
    return { text: stringifyJson(request.json), type: 'application/json' };
  }
  if (request.body === undefined) return null;
  return { text: request.body, type: request.contentType ?? 'application/octet-stream' };
}
