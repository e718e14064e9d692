import { jsonAnswer, Refusal } from '../exchange.ts';

/**
 * A refusal in the form of Carbon Black Cloud's other calls, as their SDK's recordings show it;
 * the scan logs' own is not documented.
 */
export function refusal(
  status: number,
  code: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): Refusal {
  return new Refusal({ ...jsonAnswer({ error_code: code, message, ...details }), status });
}

/** 400 for a field of the body, which is named. */
export function badField(field: string, message: string): Refusal {
  return refusal(400, 'INVALID_REQUEST', `${field}: ${message}`, { field });
}

/** 400 for a word that is not one of those which the server knows, with these. */
export function unknownWord(field: string, word: unknown, known: readonly string[]): Refusal {
  return refusal(400, 'INVALID_ENUM_VALUE', `Malformed JSON input: ${field}`, {
    field,
    invalid_value: word,
    known_values: known,
  });
}
