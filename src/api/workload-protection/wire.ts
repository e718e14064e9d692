/** A JSON object with everything that it carries. */
export type WireObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in a member; an empty one where there is none. */
export function objectIn(value: unknown): WireObject {
  return isObject(value) ? value : {};
}

/** The list in a member; an empty one where there is none. */
export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What the vendor writes for a field that a system call has not. */
const notAvailable = '<NA>';

/** A text that says something; numbers are written out. */
export function textIn(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' && value !== notAvailable ? value : null;
}

/** A number; sibling endpoints write the same one as a number or as a text. */
export function numberIn(value: unknown): number | null {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A switch; null where the vendor does not tell. */
export function flagIn(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** The texts of a flat map; numbers and switches are written out, null left out. */
export function flatTexts(value: unknown): Readonly<Record<string, string>> {
  const map = objectIn(value);
  return isAllText(map) ? map : writtenOut(map);
}

function isAllText(map: WireObject): map is Readonly<Record<string, string>> {
  return Object.values(map).every((text) => typeof text === 'string');
}

function writtenOut(map: WireObject): Readonly<Record<string, string>> {
  const pairs = Object.entries(map).flatMap(([key, text]): [string, string][] => {
    if (typeof text === 'string') return [[key, text]];
    const isPlain = ['number', 'bigint', 'boolean'].includes(typeof text);
    return isPlain ? [[key, String(text)]] : [];
  });
  // Without the setter of `__proto__`, which a label may be called.
  return Object.fromEntries(pairs);
}
