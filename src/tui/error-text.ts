import { ScandeckError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';

/** @returns a caught value as one safe line, with its hint where it has one */
export function errorText(error: unknown): string {
  if (error instanceof ScandeckError && error.hint !== undefined) {
    return safeText(`${error.message}. ${error.hint}`);
  }
  return safeText(error instanceof Error ? error.message : String(error));
}
