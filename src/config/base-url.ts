import type { SourceId } from '../api/types.ts';

/**
 * What the vendors' documents put behind the base URL, so that an address copied from an example
 * works too.
 */
const tails: Readonly<Record<SourceId, RegExp>> = {
  prisma: /\/api(\/v[\d.]+)?$/,
  carbonBlack: /\/containers(\/v[\d.]+(beta)?)?$/,
  xray: /\/xray(\/api(\/v[\d.]+)?)?$/,
  workloadProtection: /\/(secure|api)(\/v[\d.]+)?$/,
  activityTracking: /\/v\d+(\/query)?$/,
};

/**
 * A source's base URL without a slash or an API path at its end.
 *
 * @returns or what is wrong with it, and what to write instead; the URL itself is not repeated,
 * since somebody may have put a password into it
 */
export function readBaseUrl(text: string, source: SourceId): { url: string } | { problem: string } {
  const url = URL.parse(text.trim());
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') {
    return { problem: 'is not a web address; write "https://HOST" or "https://HOST:PORT"' };
  }
  if (url.username !== '' || url.password !== '') {
    return { problem: 'holds a name or a password; write them under "auth", as references' };
  }
  if (url.search !== '' || url.hash !== '') {
    return { problem: 'has a query or a fragment; write the address up to the "?" or "#"' };
  }
  const path = url.pathname.replace(/\/+$/, '').replace(tails[source], '').replace(/\/+$/, '');
  return { url: `${url.origin}${path}` };
}

/** Whether a server is this machine, so that nobody is on the way to it. */
export function isThisMachine({ hostname }: URL): boolean {
  return /^(localhost|127\..*|\[::1\])$/.test(hostname);
}
