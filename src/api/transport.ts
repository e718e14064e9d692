import { readFile } from 'node:fs/promises';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { configError } from '../core/errors.ts';
import type { Method } from './types.ts';

/** How a host's certificate is checked. */
export interface TlsOptions {
  /** A PEM file of authorities that are trusted beside the default ones. */
  readonly caFile?: string;
  /** Turns the check off. */
  readonly insecure?: boolean;
}

/** What goes over the wire. */
export interface WireRequest {
  readonly method: Method;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
}

/** One client's connections. */
export interface Transport {
  /** @throws what undici throws, and ScandeckError `config` for an unreadable caFile */
  send(request: WireRequest): Promise<Dispatcher.ResponseData>;
  /** Breaks all connections. */
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** More than any pane and export needs side by side; further calls queue. */
const maxConnections = 16;

/** Creates connections on demand, through the proxies that `env` names. */
export function createTransport(tls: TlsOptions, env: Environment): Transport {
  let opening: Promise<Dispatcher> | null = null;
  const open = () => {
    opening ??= createDispatcher(tls, env);
    // A caFile that is mended later should work without a restart.
    opening.catch(() => {
      opening = null;
    });
    return opening;
  };
  return {
    send: async (request) => {
      const dispatcher = await open();
      return dispatcher.request({
        origin: request.url.origin,
        path: request.url.pathname + request.url.search,
        method: request.method,
        headers: request.headers,
        body: request.body,
        signal: request.signal,
      });
    },
    close: async () => {
      const dispatcher = await opening?.catch(() => null);
      await dispatcher?.destroy();
    },
  };
}

async function createDispatcher(tls: TlsOptions, env: Environment): Promise<Dispatcher> {
  const connect = await connectOptions(tls);
  const options = {
    connect,
    // HTTP/1.1 fails in ways that can be told apart, and these few calls gain nothing from HTTP/2.
    allowH2: false,
    connections: maxConnections,
    // The pipeline's own deadlines rule.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const httpProxy = proxyAddress(env, 'http_proxy');
  const httpsProxy = proxyAddress(env, 'https_proxy');
  if (httpProxy === '' && httpsProxy === '') return new Agent(options);
  // Empty strings keep undici from reading the process's environment itself.
  const noProxy = env.no_proxy ?? env.NO_PROXY ?? '';
  return new EnvHttpProxyAgent({ ...options, requestTls: connect, httpProxy, httpsProxy, noProxy });
}

/** The proxies' addresses as given; an address without a scheme is an HTTP proxy's, as with curl. */
function proxyAddress(env: Environment, name: 'http_proxy' | 'https_proxy'): string {
  const value = (env[name] ?? env[name.toUpperCase()] ?? '').trim();
  if (value === '') return '';
  const address = value.includes('://') ? value : `http://${value}`;
  if (URL.canParse(address)) return address;
  throw configError(
    `The environment variable ${name.toUpperCase()} is not a proxy's address`,
    'Write it as http://HOST:PORT, or unset it.',
  );
}

/** The secret parts of the proxies' addresses, for redaction. */
export function proxySecrets(env: Environment): readonly string[] {
  const names = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'];
  return names.flatMap((name) => {
    const url = URL.parse(env[name] ?? '');
    if (!url?.password) return [];
    const [user, password] = [url.username, url.password].map(decodeLeniently);
    return [url.password, password ?? '', Buffer.from(`${user}:${password}`).toString('base64')];
  });
}

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: then the text is meant as it is.
    return text;
  }
}

/**
 * The certificate check as Node's `tls.connect` takes it; `scandeck doctor` asks with it too.
 *
 * @throws ScandeckError `config` for a caFile that can't be read or holds no certificate
 */
export async function connectOptions(
  tls: TlsOptions,
): Promise<{ ca?: string[]; rejectUnauthorized?: false }> {
  if (tls.insecure) return { rejectUnauthorized: false };
  if (tls.caFile === undefined) return {};
  const { getCACertificates } = await import('node:tls');
  return { ca: [...getCACertificates('default'), await readAuthorities(tls.caFile)] };
}

async function readAuthorities(file: string): Promise<string> {
  const pem = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw configError(
      `The CA file ${file} can't be read: ${cause instanceof Error && 'code' in cause ? cause.code : 'unknown reason'}`,
      'Write the path of a readable PEM file as tls.caFile.',
    );
  });
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  throw configError(
    `The CA file ${file} holds no certificate`,
    'Write the path of a PEM file (-----BEGIN CERTIFICATE-----) as tls.caFile.',
  );
}
