import { appendFileSync } from 'node:fs';
import { safeLines } from '../core/safe-text.ts';
import type { ErrorReport } from './error-report.ts';
import type { CliHost } from './host.ts';
import { createNarrator } from './narrator.ts';

/**
 * Tells an error on stderr; the stack of a bug goes to the debug file, and to stderr when
 * SCANDECK_DEBUG is 1.
 */
export function tellError(
  { lines, stack }: ErrorReport,
  { stderr, env, clock }: Pick<CliHost, 'stderr' | 'env' | 'clock'>,
  debugFile: string | undefined,
): void {
  const { tell } = createNarrator(stderr, false);
  for (const line of lines) tell(line);
  if (stack === null) return;
  if (env.SCANDECK_DEBUG === '1') for (const line of safeLines(stack)) tell(line);
  if (debugFile !== undefined) writeStack(debugFile, { at: clock.now(), stack });
}

function writeStack(file: string, { at, stack }: { readonly at: number; readonly stack: string }) {
  const line = `${JSON.stringify({ at: new Date(at).toISOString(), stack })}\n`;
  try {
    appendFileSync(file, line, { mode: 0o600 });
  } catch {
    // The bug itself was told; a second failure would only hide it.
  }
}
