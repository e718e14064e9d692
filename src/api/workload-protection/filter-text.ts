/** The longest filter that the vendor takes, in characters (Sysdig API, supported filters). */
export const longestFilter = 2048;

/** A value in double quotes, as the filter language takes it; numbers too. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

/**
 * An expression for a field that has one of some values. A server reads the word " in " within the
 * values of a list as its operator, so those are compared one by one.
 */
export function isOneOf(field: string, values: readonly string[]): string {
  const [first = '', ...others] = values;
  if (others.length === 0) return `${field} = ${quoted(first)}`;
  const isRisky = values.some((value) => /\bin\b/i.test(value));
  if (!isRisky) return `${field} in (${values.map(quoted).join(', ')})`;
  return `(${values.map((value) => `${field} = ${quoted(value)}`).join(' or ')})`;
}

/** A text in quotes; or a field, perhaps `not`, and a list of values, which may be such texts. */
const textOrList =
  /"(?:\\.|[^"\\])*"|([^\s"(),=!<>]+)\s+(not\s+)?in\s*\(((?:[^()"]|"(?:\\.|[^"\\])*")*)\)/gi;
const listValue = /"(?:\\.|[^"\\])*"|[^\s,]+/g;

/**
 * An expression as it is to be sent: a list that a server would misread, for the word "in" within its
 * values, becomes comparisons.
 */
export function asServerReads(expression: string): string {
  return expression.replace(
    textOrList,
    (whole: string, field?: string, not?: string, list?: string) => {
      const values = list?.match(listValue) ?? [];
      if (field === undefined || !values.some((value) => /\bin\b/i.test(value))) return whole;
      const compared = values.map((value) => `${field} = ${value}`).join(' or ');
      return `${not === undefined ? '' : 'not '}(${compared})`;
    },
  );
}

/** The same of an expression that may be absent. */
export function sentFilter(expression: string | null): string | undefined {
  return expression === null ? undefined : asServerReads(expression);
}

/** An expression that is true where all of some are; null parts are left out. */
export function allOf(...parts: readonly (string | null)[]): string | null {
  const wanted = parts
    .map((part) => part?.trim())
    .filter((part) => part !== undefined && part !== '');
  if (wanted.length === 0) return null;
  if (wanted.length === 1) return wanted[0] ?? null;
  return wanted.map((part) => (hasOr(part ?? '') ? `(${part})` : part)).join(' and ');
}

/** Whether an expression has an `or` outside of values; one that is in brackets is no harm twice. */
function hasOr(expression: string): boolean {
  const isWrapped = /^\([^()]*\)$/.test(expression);
  return !isWrapped && /\bor\b/i.test(expression.replace(/"(?:\\.|[^"\\])*"/g, '""'));
}
