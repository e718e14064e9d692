import { reportError } from './error-report.ts';
import type { CliHost } from './host.ts';
import { tellError } from './tell-error.ts';

/**
 * Tells errors that nobody caught, and ends the process with 1.
 *
 * @returns a function that stops listening
 */
export function listenForCrash(
  host: Pick<CliHost, 'stderr' | 'env' | 'clock' | 'screen'>,
  exit: (code: number) => void,
): () => void {
  const tell = (error: unknown) => {
    host.screen.leave();
    const report = reportError(error);
    tellError(report, host, undefined);
    exit(report.exitCode);
  };
  process.on('uncaughtException', tell);
  return () => process.off('uncaughtException', tell);
}
