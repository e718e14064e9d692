import { parseJson } from '../core/json.ts';

/** Longer bodies are no error messages; parsing them would only cost. */
const longestBody = 256 * 1024;
const longestMessage = 600;

/**
 * The vendor's own words in the body of a failed call: `{"err"}` (Prisma Cloud Compute), `{"error"}`,
 * `{"errors":[{"message"}]}` (JFrog, IBM), `{"message"}`, with `details` where there are some (Sysdig),
 * a short plain text, or the title of a page.
 *
 * @returns the words as they came, so neither safe nor redacted; null when there are none
 */
export function vendorMessage(contentType: string, body: string): string | null {
  if (body.length > longestBody) return null;
  const words = looksLikePage(contentType, body)
    ? pageTitle(body)
    : (jsonWords(body) ?? plainWords(contentType, body));
  const trimmed = words?.trim().slice(0, longestMessage);
  return trimmed ? trimmed : null;
}

/** Whether a body is a web page, by its type or its first characters. */
export function looksLikePage(contentType: string, body: string): boolean {
  return (
    /html/i.test(contentType) || /^\s*<(?:!doctype|html|head|body)\b/i.test(body.slice(0, 200))
  );
}

function pageTitle(body: string): string | null {
  return /<title[^>]*>([^<]*)/i.exec(body)?.[1]?.replace(/\s+/g, ' ') ?? null;
}

function plainWords(contentType: string, body: string): string | null {
  const plain = contentType === '' || /^text\/plain/i.test(contentType);
  return plain && body.length <= longestMessage ? body : null;
}

function jsonWords(body: string): string | null {
  try {
    return wordsOf(parseJson(body));
  } catch {
    // Not JSON: then it has no words that we know how to find.
    return null;
  }
}

const wordKeys = [
  'err',
  'error',
  'errors',
  'message',
  'error_description',
  'errorMessage',
  'detail',
];

function wordsOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return joined(value.map(wordsOf));
  if (typeof value !== 'object' || value === null) return null;
  const details = wordsIn(value, 'details');
  for (const key of wordKeys) {
    const found = wordsIn(value, key);
    if (found) return details === null || details === found ? found : `${found}: ${details}`;
  }
  return details;
}

function wordsIn(value: object, key: string): string | null {
  return wordsOf(Object.getOwnPropertyDescriptor(value, key)?.value);
}

function joined(words: readonly (string | null)[]): string | null {
  const found = words.filter((word) => word !== null);
  return found.length === 0 ? null : found.slice(0, 5).join('; ');
}
