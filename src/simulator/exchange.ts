import type { IncomingHttpHeaders } from 'node:http';
import type { FaultName } from './faults.ts';

/** A request as a vendor sees it, body and all. */
export interface SimRequest {
  readonly method: string;
  /** Without the query, percent-encoding undone nowhere. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The fault `expired`: a vendor is to take this request's token for one whose time is over. */
  readonly tokenExpired: boolean;
  /** What is to go wrong with the answer, for a vendor that has a part in it. */
  readonly fault: FaultName | null;
  /** Aborted when the answer is over, the caller is gone or the server closes: ends waits. */
  readonly signal: AbortSignal;
}

/** A body: text, bytes, or a stream of both, which is asked for as fast as the caller reads it. */
export type SimBody = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/** An answer; its length is announced unless its body is a stream. */
export interface SimAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: SimBody;
}

/** A refusal on the way to the answer, thrown by a vendor's checks. */
export class Refusal extends Error {
  readonly answer: SimAnswer;

  constructor(answer: SimAnswer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

/** JSON with its content type. */
export function jsonAnswer(
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): SimAnswer {
  const type = { 'content-type': 'application/json' };
  return { status: 200, headers: { ...type, ...headers }, body: JSON.stringify(value) };
}

/** Plain text, as Go's own handlers answer. */
export function textAnswer(status: number, text: string): SimAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text };
}

/** A status without a body. */
export const emptyAnswer = (status = 200): SimAnswer => ({ status, body: '' });

/** A web page such as proxies put in a server's place. */
export function pageAnswer(status: number, title: string): SimAnswer {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head>\n<body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}
