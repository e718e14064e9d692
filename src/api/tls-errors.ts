import type { CallSite } from './call-site.ts';
import type { Failure } from './failure.ts';

const untrusted: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
]);

const notTls: ReadonlySet<string> = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'ERR_SSL_HTTP_REQUEST',
]);

/** How a failed TLS handshake is told; null when the code is none of TLS. */
export function tlsFailure(code: string, site: CallSite): Failure | null {
  const told = certificateTrouble(code, site) ?? handshakeTrouble(code, site);
  return told && { code: 'tls', who: 'environment', retryable: false, ...told };
}

type Told = Pick<Failure, 'what' | 'hint'> | null;

function certificateTrouble(code: string, site: CallSite): Told {
  if (untrusted.has(code)) {
    const signed =
      code === 'DEPTH_ZERO_SELF_SIGNED_CERT' ? 'self-signed' : 'signed by an unknown CA';
    return {
      what: `the certificate of ${site.origin} is ${signed}`,
      hint: `Save the CA's certificate as PEM and write its path as ${site.source}.tls.caFile; ${site.source}.insecure: true turns the check off.`,
    };
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return {
      what: `the certificate of ${site.origin} has expired`,
      hint: "Have the server's certificate renewed; if it is not due, set this machine's clock.",
    };
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return {
      what: `the certificate of ${site.origin} is not valid yet`,
      hint: "Set this machine's clock; if it is right, have the server's certificate replaced.",
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      what: `the certificate of ${site.origin} is for another host`,
      hint: `Write a host name that the certificate names in ${site.source}.url.`,
    };
  }
  return null;
}

function handshakeTrouble(code: string, site: CallSite): Told {
  if (notTls.has(code)) {
    return {
      what: `${site.origin} does not speak TLS`,
      hint: `Check the port in ${site.source}.url; if the server speaks plain HTTP, write http://.`,
    };
  }
  if (/^(?:ERR_SSL_|ERR_TLS_|CERT_|EPROTO$|CRL_|HOSTNAME_MISMATCH$|INVALID_CA$)/.test(code)) {
    return {
      what: `the TLS handshake with ${site.origin} failed (${code})`,
      hint: 'Check which TLS versions and ciphers the server and the proxies on the way allow.',
    };
  }
  return null;
}
