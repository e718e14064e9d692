import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { CallSite } from '../api/call-site.ts';
import { startDeadline, untilAborted } from '../api/deadline.ts';
import { tlsFailure } from '../api/tls-errors.ts';
import { connectOptions, type TlsOptions } from '../api/transport.ts';
import type { Clock } from '../core/clock.ts';
import { exitCodes, isAbort, ScandeckError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';
import { isThisMachine } from './base-url.ts';
import type { Check, Finding } from './doctor-check.ts';
import type { Environment } from './paths.ts';
import { proxyFor } from './proxy.ts';

const limitMs = 10_000;
const dayMs = 86_400_000;

/** Below this many days a certificate's end is worth a warning. */
const soonDays = 14;

/** The way to a source. */
export interface Way {
  readonly site: CallSite;
  readonly url: URL;
  readonly tls: TlsOptions;
  readonly env: Environment;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Name, connection and certificate, without any HTTP. A proxy does all that for us. */
export function reachChecks(way: Way): readonly Check[] {
  const proxy = proxyFor(way.url, way.env);
  const throughProxy = async (): Promise<Finding> => ({
    state: 'skipped',
    detail: `calls go through the proxy ${safeText(String(proxy))}`,
  });
  const unlessProxy = (run: () => Promise<Finding>) => (proxy === null ? run : throughProxy);
  return [
    { name: 'dns', run: unlessProxy(() => resolves(way)) },
    { name: 'connect', run: unlessProxy(() => connects(way)) },
    {
      name: 'tls',
      run: way.url.protocol === 'https:' ? unlessProxy(() => isTrusted(way)) : () => plain(way),
    },
  ];
}

async function resolves(way: Way): Promise<Finding> {
  const host = hostOf(way.url);
  if (isIP(host) !== 0) return { state: 'ok', detail: `${host} is an address` };
  const addresses = await limited(way, () => lookup(host, { all: true })).catch((error) => {
    if (!isNetworkError(error)) throw error;
    throw unreachable(
      `the host ${host} is unknown (${codeOf(error)})`,
      `Check the spelling of ${way.site.source}.url, the DNS and the VPN.`,
    );
  });
  return {
    state: 'ok',
    detail: `${host} is ${addresses.map(({ address }) => address).join(', ')}`,
  };
}

async function connects(way: Way): Promise<Finding> {
  const socket = connect({ host: hostOf(way.url), port: portOf(way.url) });
  try {
    await limited(way, () => opened(socket, 'connect'));
    return { state: 'ok', detail: `connected to ${socket.remoteAddress}:${socket.remotePort}` };
  } catch (error) {
    if (!isNetworkError(error)) throw error;
    throw unreachable(
      `no connection to ${way.url.host} (${codeOf(error)})`,
      `Check the host and the port in ${way.site.source}.url, that the server is up, the firewall and the VPN.`,
    );
  } finally {
    socket.destroy();
  }
}

async function isTrusted(way: Way): Promise<Finding> {
  const host = hostOf(way.url);
  const socket = connectTls({
    host,
    port: portOf(way.url),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(await connectOptions(way.tls)),
  });
  try {
    await limited(way, () => opened(socket, 'secureConnect'));
    return judge(socket, way);
  } catch (error) {
    if (!isNetworkError(error)) throw error;
    const told = tlsFailure(codeOf(error), way.site);
    throw unreachable(
      told?.what ?? `the TLS handshake with ${way.url.host} failed (${codeOf(error)})`,
      told?.hint ?? 'Try again; if it stays so, look at proxies and firewalls on the way.',
    );
  } finally {
    socket.destroy();
  }
}

function judge(socket: TLSSocket, { clock, site, tls }: Way): Finding {
  const endsAt = Date.parse(socket.getPeerCertificate().valid_to);
  const days = Math.floor((endsAt - clock.now()) / dayMs);
  const detail = `${socket.getProtocol() ?? 'TLS'}, the certificate ends in ${days} days`;
  if (tls.insecure === true) {
    const why = socket.authorized ? 'although it is good' : String(socket.authorizationError);
    return {
      state: 'warn',
      detail: safeText(`${detail}; it is not checked (${why})`),
      hint: `Write the CA's PEM file as ${site.source}.tls.caFile, and remove ${site.source}.insecure.`,
    };
  }
  if (days >= soonDays) return { state: 'ok', detail };
  return { state: 'warn', detail, hint: "Have the server's certificate renewed." };
}

async function plain({ url, site }: Way): Promise<Finding> {
  if (isThisMachine(url)) {
    return { state: 'skipped', detail: 'plain HTTP, within this machine' };
  }
  return {
    state: 'warn',
    detail: 'plain HTTP: whoever is on the way can read the credentials',
    hint: `Write https:// in ${site.source}.url if the server speaks it.`,
  };
}

async function limited<T>({ clock, signal, url }: Way, task: () => Promise<T>): Promise<T> {
  const deadline = startDeadline(clock, limitMs, [signal]);
  try {
    return await untilAborted(task(), deadline.signal);
  } catch (error) {
    if (!deadline.expired()) throw error;
    throw unreachable(
      `no answer from ${url.host} within ${limitMs / 1000} s`,
      'Check the VPN, the firewall and the proxy settings (HTTPS_PROXY, NO_PROXY).',
    );
  } finally {
    deadline.end();
  }
}

function opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve);
    socket.on('error', reject);
  });
}

function unreachable(message: string, hint: string): ScandeckError {
  const exitCode = exitCodes.unreachable;
  return new ScandeckError(message, { code: 'unreachable', who: 'environment', hint, exitCode });
}

const isNetworkError = (error: unknown) => !(error instanceof ScandeckError || isAbort(error));

/** Without the brackets that a URL puts around an IPv6 address. */
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');

const portOf = (url: URL) => Number(url.port || (url.protocol === 'https:' ? 443 : 80));

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error
    ? safeText(String(error.code), 80)
    : 'unknown reason';
}
