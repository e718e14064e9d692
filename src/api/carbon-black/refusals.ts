import * as z from 'zod';
import { safeText } from '../../core/safe-text.ts';
import { type ApiError, isApiError } from '../errors.ts';

/** Why the vendor refused a request. Texts are hostile. */
export interface Refusal {
  /** Where in the body: `terms.fields[0]`. */
  readonly field: string | null;
  readonly invalidValue: string | null;
  /** What it would have taken. */
  readonly knownValues: readonly string[] | null;
  readonly message: string | null;
}

const text = z.string().nullish().catch(undefined);
const refusalSchema = z.object({
  field: text,
  invalid_value: text,
  known_values: z.array(z.string()).nullish().catch(undefined),
  message: text,
});

/** What a 400 says (Carbon Black Cloud's error bodies); null for every other failure. */
export function refusalOf(error: unknown): Refusal | null {
  if (!isApiError(error) || error.status !== 400) return null;
  const body = refusalSchema.safeParse(error.refusal()).data;
  return {
    field: body?.field ?? null,
    invalidValue: body?.invalid_value ?? null,
    knownValues: body?.known_values ?? null,
    message: body?.message ?? null,
  };
}

/** An error with a hint that knows this vendor; what is no answer of it stays as it is. */
export function explained(error: unknown): unknown {
  if (!isApiError(error)) return error;
  const hint = hintFor(error);
  return hint === null ? error : error.withHint(hint);
}

function hintFor(error: ApiError): string | null {
  if (error.status === 403) {
    return 'The API key needs the permission workloads.container.image (READ; CREATE for facets). The vendor also answers 403 when it is asked too often: try once more later.';
  }
  if (error.status === 404)
    return 'Check carbonBlack.url, carbonBlack.orgKey and carbonBlack.instance.';
  const refusal = refusalOf(error);
  if (refusal === null || refusal.knownValues === null) return null;
  const value = safeText(refusal.invalidValue ?? 'what was sent', 80);
  const where = refusal.field === null ? '' : ` in ${safeText(refusal.field, 80)}`;
  return `It does not know ${value}${where}; write one of ${listOf(refusal.knownValues)}.`;
}

function listOf(values: readonly string[]): string {
  const shown = values.slice(0, 20).map((value) => safeText(value, 60));
  return values.length > shown.length ? `${shown.join(', ')}, ...` : shown.join(', ');
}
