import { generate } from 'selfsigned';
import { systemClock } from '../../src/core/clock.ts';

/** A certificate with its key, both as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate is made for. */
export interface CertificateOptions {
  /** DNS names and IPv4 addresses. @default localhost and 127.0.0.1 */
  readonly hosts?: readonly string[];
  /** Signs with this authority; self-signed without it. */
  readonly authority?: Certificate;
  /** Makes one whose time is over. */
  readonly expired?: boolean;
  /** Makes one that may sign others. */
  readonly isAuthority?: boolean;
}

const day = 86_400_000;

/** Makes a certificate at run time, so that none is kept in the repository. */
export async function createCertificate(options: CertificateOptions = {}): Promise<Certificate> {
  const hosts = options.hosts ?? ['localhost', '127.0.0.1'];
  const isAuthority = options.isAuthority ?? false;
  const now = systemClock.now();
  const made = await generate([{ name: 'commonName', value: hosts[0] ?? 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - 2 * day),
    notAfterDate: new Date(options.expired ? now - day : now + day),
    extensions: [
      { name: 'basicConstraints', cA: isAuthority, critical: true },
      isAuthority
        ? { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true }
        : { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'subjectAltName', altNames: hosts.map(altName) },
    ],
    ...(options.authority ? { ca: options.authority } : {}),
  });
  return { cert: made.cert, key: made.private };
}

function altName(host: string): { type: 2; value: string } | { type: 7; ip: string } {
  return /^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host };
}
