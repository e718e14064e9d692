import * as z from 'zod';

/** Digits alone; more of them are no exact number. */
const digits = /^\d{1,15}$/;

/** A count as a vendor sends it, or as text, as a proxy or another server may; null for no count. */
export function countOf(value: unknown): number | null {
  const count = typeof value === 'string' && digits.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

/** The same for schemas, which refuse what is no count. */
export const wireCount = z.preprocess((value) => countOf(value) ?? value, z.number().int().min(0));
