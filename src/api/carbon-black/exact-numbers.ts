/** The parts of JSON that TypeScript's library does not know yet. */
interface SourceJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
}
const sourceJson = JSON as unknown as SourceJson;

/**
 * Parses JSON so that printing it again gives every number as it was written: `1.0`, `1e3`, more
 * digits than a double holds. Such a number becomes an object that only JSON.stringify understands.
 *
 * @throws SyntaxError; RangeError for what is nested too deeply
 */
export function parseAsWritten(text: string): unknown {
  return sourceJson.parse(text, (_key, value, { source }) => {
    const isChanged = typeof value === 'number' && source !== undefined && source !== `${value}`;
    return isChanged ? sourceJson.rawJSON(source) : value;
  });
}
