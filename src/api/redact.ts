/** Takes secrets out of texts. */
export interface Redactor {
  /** Remembers secret values; from then on they are taken out in every common spelling. */
  learn(...secrets: readonly string[]): void;
  /** The text without known secrets and without anything that looks like one. */
  redact(text: string): string;
  /** Headers with the values of sensitive ones replaced. */
  headers(headers: Readonly<Record<string, string>>): Record<string, string>;
}

const mask = '[redacted]';

/** Shorter values would blank half of every text; the patterns still cover where they are sent. */
const shortestSecret = 4;

const sensitiveHeader = /auth|token|secret|cookie|api-?key|password|session|x-jfrog-art-api/i;

const secretNames =
  '(?:access_?|refresh_?|id_?|auth_?|x-auth-)?token|pass(?:word|wd)?|secret|client_?secret|api_?secret|api-?_?key|authorization|cookie|sig(?:nature)?';

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic|apikey|SecureToken)\s+[\w\-.~+/:=]{16,}/gi, `$1 ${mask}`],
  [
    /\b((?:proxy-)?authorization|x-auth-token|x-jfrog-art-api|cookie)(\s*:\s*)[^\r\n]+/gi,
    `$1$2${mask}`,
  ],
  [new RegExp(`([?&;]|\\b)(${secretNames})=[^&;\\s"'<>]+`, 'gi'), `$1$2=${mask}`],
  [new RegExp(`"(${secretNames})"(\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"?`, 'gi'), `"$1"$2"${mask}"`],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"'<>]+@/gi, `$1${mask}@`],
];

/** Creates a redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  const known = new Set<string>();
  let longestFirst: readonly string[] = [];
  const redact = (text: string) => {
    let out = text;
    for (const secret of longestFirst) out = out.replaceAll(secret, mask);
    for (const [pattern, replacement] of patterns) out = out.replace(pattern, replacement);
    return out;
  };
  return {
    learn: (...secrets) => {
      const before = known.size;
      for (const secret of secrets) for (const form of spellings(secret)) known.add(form);
      if (known.size > before) longestFirst = [...known].sort((a, b) => b.length - a.length);
    },
    redact,
    headers: (headers) => {
      const out: Record<string, string> = {};
      for (const [name, value] of Object.entries(headers)) {
        out[name] = sensitiveHeader.test(name) ? mask : redact(value);
      }
      return out;
    },
  };
}

function spellings(secret: string): readonly string[] {
  if (secret.length < shortestSecret) return [];
  const base64 = Buffer.from(secret).toString('base64');
  const percent = encodeURIComponent(secret.toWellFormed());
  return [
    secret,
    percent,
    percent.replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
  ];
}
