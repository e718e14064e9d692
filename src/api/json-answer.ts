import { exitCodes } from '../core/errors.ts';
import { parseJson } from '../core/json.ts';
import type { WireAnswer } from './answer-errors.ts';
import { type CallSite, nameCall } from './call-site.ts';
import { cutShort } from './connection-errors.ts';
import { ApiError } from './errors.ts';
import { looksLikePage, vendorMessage } from './vendor-message.ts';

/**
 * Judges the body of a good answer without parsing it: a web page is none of an API's answers, and
 * JSON that does not end as it began is cut short.
 *
 * @returns null when nothing speaks against it
 */
export function bodyError(answer: WireAnswer, site: CallSite): ApiError | null {
  if (answer.body.length === 0) return null;
  const type = answer.headers['content-type'] ?? '';
  if (looksLikePage(type, answer.body.toString('latin1', 0, 200))) return notJson(answer, site);
  if (!/json/i.test(type)) return null;
  return endsAsItBegan(answer.body) ? null : incomplete(answer, site);
}

/**
 * Parses a body.
 *
 * @throws ApiError `not-json`, `cut-short`
 */
export function parseAnswer(answer: WireAnswer, site: CallSite): unknown {
  const text = answer.body.toString('utf8').replace(/^\ufeff/, '');
  try {
    return parseJson(text);
  } catch (error) {
    throw text !== '' && breaksAtEnd(error, text)
      ? incomplete(answer, site)
      : notJson(answer, site, breakOf(error, text));
  }
}

/** Where JSON breaks, if V8 tells; null for what is none. It quotes the body, so only numbers count. */
function breakOf(error: unknown, text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  const message = error instanceof Error ? error.message : '';
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? [];
  return line === undefined ? '' : ` (line ${line}, column ${column})`;
}

const closing: ReadonlyMap<number, number> = new Map([
  [0x7b, 0x7d], // { }
  [0x5b, 0x5d], // [ ]
  [0x22, 0x22], // " "
]);

function endsAsItBegan(body: Buffer): boolean {
  let first = 0;
  let last = body.length - 1;
  while (isSpace(body[first])) first += 1;
  while (last > first && isSpace(body[last])) last -= 1;
  const end = closing.get(body[first] ?? 0);
  return end === undefined || (last > first && body[last] === end);
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** V8 names the position of what it did not expect, or says that the end came too soon. */
function breaksAtEnd(error: unknown, text: string): boolean {
  const message = error instanceof Error ? error.message : '';
  if (/unexpected end|unterminated/i.test(message)) return true;
  const position = / position (\d+)/.exec(message)?.[1];
  return position !== undefined && Number(position) >= text.trimEnd().length;
}

function incomplete(answer: WireAnswer, site: CallSite): ApiError {
  const { code, who, hint, what, retryable } = cutShort('its JSON ends in the middle');
  return new ApiError(`${site.title}: ${nameCall(site)}: ${what}`, {
    code,
    who,
    hint,
    exitCode: exitCodes.unreachable,
    retryable,
    method: site.method,
    path: site.path,
    status: answer.status,
  });
}

function notJson(answer: WireAnswer, site: CallSite, brokenAt: string | null = null): ApiError {
  const type = answer.headers['content-type'] ?? '';
  const text = answer.body.toString('utf8');
  const words = brokenAt === null ? vendorMessage(type, text) : null;
  const kind = text === '' ? 'nothing' : looksLikePage(type, text) ? 'a web page' : 'a text';
  const said = words === null ? '' : ` (${site.clean(words)})`;
  const what = brokenAt === null ? `${kind} instead of JSON${said}` : `broken JSON${brokenAt}`;
  return new ApiError(`${site.title}: ${nameCall(site)} answered ${answer.status} with ${what}`, {
    code: 'not-json',
    who: 'environment',
    hint: hintFor(text === '' ? 'nothing' : brokenAt === null ? 'other' : 'broken', type, site),
    exitCode: exitCodes.refused,
    method: site.method,
    path: site.path,
    status: answer.status,
    vendorMessage: words === null ? null : site.clean(words),
  });
}

function hintFor(what: 'nothing' | 'broken' | 'other', type: string, site: CallSite): string {
  const check = `check that ${site.source}.url is the API's address.`;
  if (what === 'nothing') return `The answer is empty: a proxy may have swallowed it, or ${check}`;
  if (what === 'broken') return "It is the server's or a proxy's fault; --debug FILE has the call.";
  return `The content type is ${site.clean(type) || 'not given'}: probably a proxy's page or a login page; ${check}`;
}
