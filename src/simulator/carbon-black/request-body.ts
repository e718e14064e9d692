import type { SimRequest } from '../exchange.ts';
import { badField, refusal, unknownWord } from './refusals.ts';

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body, with no other fields than these. @throws Refusal 400 */
export function bodyOf({ body }: SimRequest, known: readonly string[]): JsonObject {
  try {
    return objectIn({ body: body.trim() === '' ? {} : JSON.parse(body) }, 'body', '', known);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw refusal(400, 'MALFORMED_JSON', 'Malformed JSON input');
  }
}

/**
 * An object in an object; `{}` where there is none.
 *
 * @param path where it is in the body
 * @throws Refusal 400 for other things, and for fields that it can't have
 */
export function objectIn(
  parent: JsonObject,
  name: string,
  path: string,
  known: readonly string[],
): JsonObject {
  const value = parent[name] ?? {};
  if (!isObject(value)) throw badField(path === '' ? name : path, 'must be an object');
  for (const field of Object.keys(value)) {
    if (known.includes(field)) continue;
    throw unknownWord(path === '' ? field : `${path}.${field}`, field, known);
  }
  return value;
}

/** A whole number, as JSON has them. @throws Refusal 400 outside the bounds */
export function countIn(
  parent: JsonObject,
  name: string,
  { usual, most, path = name }: { usual: number; most: number; path?: string },
): number {
  const value = parent[name] ?? usual;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw badField(path, 'must be a whole number, not negative');
  }
  if (value > most) throw badField(path, `must be ${most} at most`);
  return value;
}

/** A text; null where there is none. @throws Refusal 400 */
export function textIn(parent: JsonObject, name: string, path: string): string | null {
  const value = parent[name] ?? null;
  if (value === null || typeof value === 'string') return value;
  throw badField(path, 'must be a string');
}

/** A list of texts; empty where there is none. @throws Refusal 400 */
export function textsIn(parent: JsonObject, name: string, path: string): readonly string[] {
  const value = parent[name] ?? [];
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  throw badField(path, 'must be a list of strings');
}

/** A list of objects with these fields alone; empty where there is none. @throws Refusal 400 */
export function objectsIn(
  parent: JsonObject,
  name: string,
  known: readonly string[],
): readonly JsonObject[] {
  const value = parent[name] ?? [];
  if (!Array.isArray(value)) throw badField(name, 'must be a list');
  return value.map((entry: unknown, index) =>
    objectIn({ entry: entry ?? 0 }, 'entry', `${name}[${index}]`, known),
  );
}
