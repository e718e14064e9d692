import type { Environment } from './paths.ts';

/**
 * The proxy that calls to a URL go through, as host and port; null for none. Follows undici's
 * EnvHttpProxyAgent, where lower-case names win and `http_proxy` serves https too.
 */
export function proxyFor(url: URL, env: Environment): string | null {
  const named = (name: string) => (env[name] ?? env[name.toUpperCase()] ?? '').trim();
  const http = named('http_proxy');
  const proxy = url.protocol === 'https:' ? named('https_proxy') || http : http;
  if (proxy === '' || isExempt(url, named('no_proxy'))) return null;
  return URL.parse(proxy.includes('://') ? proxy : `http://${proxy}`)?.host ?? 'an invalid address';
}

function isExempt(url: URL, noProxy: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return noProxy
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = entry, entryPort = port] = /^(.+?):(\d+)$/.exec(entry) ?? [];
      const domain = name.replace(/^\*?\./, '');
      const host = url.hostname;
      return port === entryPort && (host === domain || host.endsWith(`.${domain}`));
    });
}
