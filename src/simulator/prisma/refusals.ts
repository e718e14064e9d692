import { jsonAnswer, Refusal, type SimRequest } from '../exchange.ts';

/** A refusal in the console's form: `{"err": "..."}`. */
export function refusal(status: number, err: string): Refusal {
  return new Refusal({ ...jsonAnswer({ err }), status });
}

/** A flag of the query as Go reads it; an empty one is not there. @throws Refusal 400 */
export function flagIn(query: URLSearchParams, name: string): boolean {
  const text = query.get(name) ?? '';
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['', '0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  throw refusal(400, `bad request: ${name} is not a boolean`);
}

/** A count in the query. @throws Refusal 400 */
export function countIn(query: URLSearchParams, name: string, usual: number): number {
  const text = query.get(name) ?? '';
  if (text === '') return usual;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw refusal(400, `bad request: ${name} is not a count`);
}

/** The body as JSON; undefined without one. @throws Refusal 400 */
export function jsonBody(request: SimRequest): unknown {
  if (request.body.trim() === '') return undefined;
  try {
    return JSON.parse(request.body);
  } catch {
    throw refusal(400, 'bad request: the body is not JSON');
  }
}
