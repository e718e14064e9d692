import { STATUS_CODES } from 'node:http';
import { createRedactor } from '../api/redact.ts';
import type { ApiResponse } from '../api/types.ts';
import { safeText } from '../core/safe-text.ts';
import { inertLine } from './inert-json.ts';

/** Status line and headers of an answer, harmless and without secrets, with the empty line behind them. */
export function answerHead({ status, headers }: Pick<ApiResponse, 'status' | 'headers'>): string {
  const shown = Object.entries(createRedactor().headers(headers));
  const lines = shown.map(([name, value]) => `${safeText(name)}: ${safeText(value)}`);
  const reason = STATUS_CODES[status] ?? '';
  return [`HTTP/1.1 ${status} ${reason}`.trimEnd(), ...lines, '', ''].join('\n');
}

/** A body as a terminal may get it: line by line, without anything that steers it. */
export function inertBody(body: Buffer): string {
  const lines = body.toString('utf8').split(/\r?\n/).map(inertWithTabs);
  const text = lines.join('\n');
  return text.endsWith('\n') ? text : `${text}\n`;
}

function inertWithTabs(line: string): string {
  return line.split('\t').map(inertLine).join('\t');
}
