import type { EventBody } from './event-body.ts';
import { apiError } from './refusals.ts';

/** A line that says nothing but that the query still runs. */
export const keepAlive = ':\n\n';

/** A message as recorded answers frame it: a comment, one line of data, an empty line. */
export const framed = (message: EventBody): string =>
  `: success\ndata: ${JSON.stringify(message)}\n\n`;

/** The first message. */
export const queryIdMessage = (queryId: string) => framed({ query_id: { query_id: queryId } });

/** Some rows, already written as JSON. */
export const rowsMessage = (rows: readonly string[]): string =>
  `: success\ndata: {"result":{"results":[${rows.join(',')}]}}\n\n`;

/** A warning by its name (IBM Cloud Logs API definition, DataprimeWarning). */
export const warningMessage = (name: string, warning: EventBody) =>
  framed({ warning: { [name]: warning } });

/** What a query fails with after it began: in one of the two forms that the definition has. */
export function failureMessage(queryId: string, count: number): string {
  if (count % 2 === 1) return framed({ ...apiError(500, 'Internal server error') });
  const message = `Failed to run the query 1/archive/3424/${queryId.slice(0, 11)}`;
  return framed({ error: { message, code: { rate_limit_reached: {} } } });
}

/**
 * The pieces without the empty line after the last: recorded answers end like that. IBM's SDK for Go
 * never gives such a message to its caller.
 */
export async function* withoutLastBlankLine(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let held: string | null = null;
  for await (const piece of pieces) {
    if (held !== null) yield held;
    held = piece;
  }
  if (held !== null) yield held.replace(/\n\n$/, '\n');
}
